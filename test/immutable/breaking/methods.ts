import { ImmutableList, ImmutableMap, ImmutableSet } from 'varve/immutable'
import { answersFalse, goesUnseen, patched, throws, type Attempt } from './attempt.ts'
import { Thing } from './world.ts'

const array: any = Array.prototype

/** By methods: of the class, of the collections, of the language; and by what reading gives. */
export const byMethods: readonly Attempt[] = [
  throws('a method that writes a field', w => w.thing.rename('x')),
  throws('a method of a subclass', w =>
    (class extends Thing { override rename() { Object.assign(this, { name: 'x' }) } }).prototype.rename.call(w.thing)), // prettier-ignore
  throws('the setter, called by hand', w =>
    Object.getOwnPropertyDescriptor(Thing.prototype, 'label')!.set!.call(w.thing, 'x')),
  throws('what a method hands out', w => (w.thing.hand().n = 9)),
  throws('an array that a part holds', w => w.thing.hand().list.push(3)),

  ...['push', 'unshift'].map(name => throws(`${name} on an array`, w => w.plain.items[name](9))),
  ...['pop', 'shift', 'reverse', 'sort'].map(name => throws(`${name} on an array`, w => w.plain.items[name]())),
  throws('splice on an array', w => w.plain.items.splice(0, 1)),
  throws('copyWithin on an array', w => w.plain.items.copyWithin(0, 1)),
  throws('fill on an array', w => w.plain.items.fill(9)),
  throws('the language’s push on an array', w => array.push.call(w.plain.items, 9)),
  throws('the language’s sort on an array', w => array.sort.call(w.thing.items, () => 1)),
  throws('the language’s push on a list', w => array.push.call(w.list, 9)),
  throws('the language’s splice on a list', w => array.splice.call(w.list, 0, 1, 9)),
  ...['sort', 'reverse', 'fill', 'copyWithin', 'pop'].map(name =>
    goesUnseen(`the language’s ${name} on a list`, w => array[name].call(w.list, 0, 1))),

  ...['push', 'unshift', 'set', 'fill', 'splice'].map(name => throws(`${name} on a list`, w => w.list[name](0, 1, 2))),
  ...['pop', 'shift', 'sort', 'reverse', 'clear'].map(name => throws(`${name} on a list`, w => w.list[name]())),
  ...['set', 'getOrInsert', 'getOrInsertComputed'].map(name =>
    throws(`${name} on a map`, w => w.map[name]('a', () => 1))),
  throws('delete on a map', w => w.map.delete('a')),
  throws('clear on a map', w => w.map.clear()),
  throws('set on a map of plain data', w => w.plain.map.set('a', 1)),
  throws('add on a set', w => w.set.add(9)),
  throws('delete on a set', w => w.set.delete(1)),
  throws('clear on a set', w => w.set.clear()),
  throws('add on a set of plain data', w => w.plain.set.add(9)),
  throws('push of the prototype of lists', w => ImmutableList.prototype.push.call(w.list, 9)),
  throws('push of the list of another', w => (new ImmutableList() as any).push.call(w.list, 9)),
  throws('set of the prototype of maps', w => ImmutableMap.prototype.set.call(w.map, 'a', 9)),
  throws('add of the prototype of sets', w => ImmutableSet.prototype.add.call(w.set, 9)),
  throws('the language’s set on a map', w => Map.prototype.set.call(w.map, 'a', 9)),
  throws('the language’s delete on a map', w => Map.prototype.delete.call(w.plain.map, 'a')),
  throws('the language’s clear on a map', w => Map.prototype.clear.call(w.map)),
  throws('the language’s add on a set', w => Set.prototype.add.call(w.set, 9)),
  throws('the language’s clear on a set', w => Set.prototype.clear.call(w.plain.set)),
  throws('another list’s constructor called on it', w => (ImmutableList as any).call(w.list, [9])),
  goesUnseen('Reflect.construct with its class', w => Reflect.construct(ImmutableList, [[9]], w.list.constructor).push(8)),
  throws('patching the prototype of lists', () => (ImmutableList.prototype.at = () => 9)),
  throws('patching the prototype of maps', () => (ImmutableMap.prototype.get = () => 9)),
  throws('patching the prototype of sets', () => (ImmutableSet.prototype.has = () => true)),
  throws('patching the class of lists', () => Object.defineProperty(ImmutableList, Symbol.species, { value: Array })),
  answersFalse('Reflect.set on the prototype of lists', () => Reflect.set(ImmutableList.prototype, 'size', 9)),

  throws('a value of a map', w => (w.map.get('a').n = 9)),
  throws('an array of a map', w => w.map.get('b').push(2)),
  throws('a value of an entry', w => (w.map.entries().next().value[1].n = 9)),
  throws('a value of a set', w => ([...w.set][1].n = 9)),
  throws('an item of a list', w => (w.list.at(0).n = 9)),
  throws('an own object of a list', w => (w.list.at(2).n = 9)),
  goesUnseen('the third argument of forEach on a list', w => w.list.forEach((_x: any, _i: any, l: any) => l.push(9))),
  throws('the third argument of forEach on a map', w => w.map.forEach((_v: any, _k: any, m: any) => m.set('x', 9))),
  throws('the third argument of forEach on a set', w => w.set.forEach((_v: any, _a: any, s: any) => s.add(9))),
  throws('the third argument of map on an array', w => w.plain.items.map((_x: any, _i: any, a: any) => a.push(9))),
  goesUnseen('the last argument of reduce on a list', w => w.list.reduce((_a: any, _x: any, _i: any, l: any) => l.clear(), 0)),

  goesUnseen('an entry of a map', w => { for (const entry of w.map) entry[1] = 9 }),
  goesUnseen('an entry of a list', w => { for (const entry of w.list.entries()) entry[1] = 9 }),
  goesUnseen('an entry of a set', w => { for (const entry of w.set.entries()) entry[0] = entry[1] = 9 }),
  ...['toArray', 'slice', 'filter', 'map'].map(name =>
    goesUnseen(`the array of ${name}`, w => w.list[name]((x: unknown) => x).fill(9))),
  goesUnseen('an array spread from a list', w => ([...w.list].length = 0)),
  goesUnseen('Array.from of a list', w => Array.from(w.list).reverse()),
  goesUnseen('what toJSON gives', w => w.list.toJSON()?.fill?.(9)),
  goesUnseen('Object.groupBy', w => Object.groupBy(w.list, () => 'all').all!.fill(9)),
  goesUnseen('Map.groupBy', w => Map.groupBy(w.set, () => 'all').get('all')!.fill(9)),
  goesUnseen('the Set of union', w => w.set.union(new Set([9])).clear()),
  goesUnseen('a set-like that looks at its questions', w =>
    w.set.isSubsetOf({ size: 99, has: (x: any) => (x?.setTime?.(9), true), keys: () => [].values() })),
  goesUnseen('a spread object', w => { ({ ...w.thing }).when.setTime(9) }),
  goesUnseen('Object.entries', w => Object.entries<any>(w.thing).forEach(entry => (entry[1] = 9))),
  goesUnseen('structuredClone', w => structuredClone(w.plain.items).push(9)),
  goesUnseen('structuredClone that transfers', w => {
    const { bytes } = w.thing
    structuredClone(bytes, { transfer: [bytes.buffer] })
  }),
  goesUnseen('a reviver of JSON that walks into it', w =>
    JSON.parse('{"a":0,"b":0}', function (this: any, key) {
      if (key === 'a') this.b = w.thing
      return key === 'name' ? undefined : 9
    })),
  throws('a reviver of JSON that writes to it', w => JSON.parse('{"a":0}', () => (w.thing.name = 'x'))),
  goesUnseen('sorting in a comparison', w => w.list.toArray().sort((_a: any, b: any) => (b.n = 1))),

  goesUnseen('a date that was read', w => w.thing.when.setTime(9)),
  goesUnseen('a date of a list', w => w.list.at(4).setTime(9)),
  goesUnseen('a date of a map', w => w.map.get('when').setTime(9)),
  goesUnseen('a date of a set', w => [...w.set][2].setTime(9)),
  goesUnseen('a date by its getter', w => Object.getOwnPropertyDescriptor(w.thing, 'when')!.get!.call(w.thing).setTime(9)),
  goesUnseen('bytes that were read', w => w.thing.bytes.fill(9)),
  goesUnseen('the buffer of bytes that were read', w => new Uint8Array(w.thing.bytes.buffer).fill(9)),
  goesUnseen('Atomics on bytes that were read', w => Atomics.store(w.thing.bytes, 0, 9)),
  goesUnseen('lastIndex of a pattern', w => (w.thing.pattern.lastIndex = 9)),
  goesUnseen('exec of a pattern', w => w.thing.pattern.exec('aaa')),
  goesUnseen('compile of a pattern', w => w.thing.pattern.compile('b')),
  goesUnseen('a URL that was read', w => (w.thing.address.pathname = '/x')),
  goesUnseen('the parameters of a URL that was read', w => w.thing.address.searchParams.set('a', 'b')),

  throws('a push of the language that was replaced', w =>
    patched(array, 'push', function (this: any, x: unknown) { return (this[this.length] = x) }, () => w.plain.items.push(9))),
  goesUnseen('an Array of the language that tells who asks it', w => spied(array, ['slice', 'at', 'indexOf', 'map', 'forEach', 'values', 'concat', 'includes'], () => readAll(w.list), inside => (inside.length = 0))),
] // prettier-ignore

/** Reads a collection in every way it knows. */
function readAll(collection: any): void {
  collection.forEach?.(() => {})
  for (const name of [
    'get',
    'has',
    'at',
    'includes',
    'indexOf',
    'slice',
    'toArray',
    'map',
    'keys',
    'values',
    'entries',
    'union',
  ])
    // prettier-ignore
    collection[name]?.(name === 'union' ? new Set() : name === 'map' ? () => 1 : 0)
  for (const _ of collection);
}

/** Lets methods of the language remember on whom they were called, and then spoils those which are open. */
function spied(prototype: any, names: string[], read: () => void, spoil: (inside: any) => void): void {
  const asked = new Set<any>()
  const { add } = asked
  const spy = names.reduceRight<() => unknown>(
    (next, name) => () => {
      const real = prototype[name]
      const telling = function (this: any, ...args: unknown[]): unknown {
        Reflect.apply(add, asked, [this])
        return Reflect.apply(real, this, args)
      }
      return patched(prototype, name, telling, next)
    },
    read,
  )
  spy()
  for (const inside of asked) {
    try {
      if (inside !== asked) spoil(inside)
    } catch {
      // It is locked itself.
    }
  }
}
