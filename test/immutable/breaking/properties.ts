import { answersFalse, goesUnseen, throws, type Attempt } from './attempt.ts'
import { Thing } from './world.ts'

/** A class whose super constructor gives back another object: what it declares would be put on that. */
const returning: new (other: object) => object = class {
  constructor(other: object) {
    // oxlint-disable-next-line no-constructor-return
    return other
  }
}

/** On the properties of objects, arrays and collections. */
export const onProperties: readonly Attempt[] = [
  throws('assignment to a field', w => (w.thing.name = 'x')),
  throws('assignment to an inherited field', w => (w.thing.inherited = 'x')),
  throws('assignment to a field of a part', w => (w.thing.inner.n = 9)),
  throws('assignment to a new field', w => (w.thing.added = 1)),
  throws('assignment to a symbol', w => (w.thing[Symbol('x')] = 1)),
  throws('assignment to a private-looking field', w => (w.thing._name = 'x')),
  throws('assignment to a getter', w => (w.thing.shout = 'x')),
  throws('assignment through a setter of the class', w => (w.thing.label = 'x')),
  throws('assignment over a method', w => (w.thing.rename = () => {})),
  throws('assignment to constructor', w => (w.thing.constructor = Object)),
  throws('assignment to a date', w => (w.thing.when = new Date(9))),
  throws('assignment to __proto__', w => (w.thing.__proto__ = {})),
  throws('assignment to __proto__ of a plain object', w => (w.plain.inner.__proto__ = { b: 1 })),
  throws('assignment to an index', w => (w.plain.items[0] = 9)),
  throws('assignment to an index past the end', w => (w.plain.items[3] = 9)),
  throws('assignment to length', w => (w.plain.items.length = 0)),
  throws('assignment to an item of an item', w => (w.plain.nested[0][0] = 9)),
  throws('assignment to a field of an item', w => (w.thing.items[0].n = 9)),
  throws('assignment to an index of a list', w => (w.list[0] = 9)),
  throws('assignment to the size of a list', w => (w.list.size = 0)),
  throws('assignment to the size of a map', w => (w.map.size = 0)),
  throws('assignment to a method of a set', w => (w.set.has = () => true)),
  throws('assignment to an iterator of a list', w => (w.list[Symbol.iterator] = () => [].values())),
  throws('delete of a field', w => delete w.thing.name),
  throws('delete of a field of a part', w => delete w.thing.inner.n),
  throws('delete of an item', w => delete w.plain.items[0]),
  throws('delete of a date', w => delete w.plain.when),
  throws('an operator with assignment', w => (w.thing.inner.n += 1)),
  throws('destructuring into fields', w => ([w.thing.name, w.thing.inherited] = ['x', 'y'])),
  throws('a loop over a field', w => {
    for (w.thing.name of ['x']);
  }),

  throws('Object.defineProperty', w => Object.defineProperty(w.thing, 'name', { value: 'x' })),
  throws('Object.defineProperty of a date', w => Object.defineProperty(w.thing, 'when', { get: () => 1 })),
  throws('Object.defineProperty on a map', w => Object.defineProperty(w.map, 'get', { value: () => 1 })),
  throws('Object.defineProperties', w => Object.defineProperties(w.plain, { a: { value: 9 } })),
  throws('Object.assign', w => Object.assign(w.thing, { name: 'x' })),
  throws('Object.assign to a list', w => Object.assign(w.list, ['x'])),
  throws('Object.setPrototypeOf', w => Object.setPrototypeOf(w.thing, Array.prototype)),
  throws('Object.setPrototypeOf of an array', w => Object.setPrototypeOf(w.plain.items, null)),
  throws('Object.setPrototypeOf of a set', w => Object.setPrototypeOf(w.set, Set.prototype)),
  throws('__defineGetter__', w => w.thing.__defineGetter__('name', () => 'x')),
  throws('__defineSetter__', w => w.thing.__defineSetter__('added', () => {})),
  goesUnseen('Object.freeze, seal and preventExtensions', w =>
    [w.thing, w.list, w.map, w.set, w.plain].forEach(x =>
      Object.preventExtensions(Object.seal(Object.freeze(x))),
    ),
  ),

  answersFalse('Reflect.set', w => Reflect.set(w.thing, 'name', 'x')),
  answersFalse('Reflect.set of an index', w => Reflect.set(w.plain.items, 0, 9)),
  answersFalse('Reflect.set on a list', w => Reflect.set(w.list, 'size', 9)),
  answersFalse('Reflect.set with it as the receiver', w => Reflect.set({}, 'name', 'x', w.thing)),
  answersFalse('Reflect.set of a new field with it as the receiver', w =>
    Reflect.set({}, 'added', 1, w.thing),
  ),
  answersFalse('Reflect.set of length with it as the receiver', w =>
    Reflect.set([], 'length', 0, w.plain.items),
  ),
  throws('Reflect.set of a setter with it as the receiver', w =>
    Reflect.set(Thing.prototype, 'label', 'x', w.thing),
  ),
  goesUnseen('Reflect.set with another receiver', w => Reflect.set(w.thing, 'added', 1, {})),
  answersFalse('Reflect.defineProperty', w => Reflect.defineProperty(w.thing, 'name', { value: 'x' })),
  answersFalse('Reflect.defineProperty on a map', w => Reflect.defineProperty(w.map, 'added', { value: 1 })),
  answersFalse('Reflect.deleteProperty', w => Reflect.deleteProperty(w.thing, 'name')),
  answersFalse('Reflect.deleteProperty of an item', w => Reflect.deleteProperty(w.plain.items, 0)),
  answersFalse('Reflect.setPrototypeOf', w => Reflect.setPrototypeOf(w.thing, null)),

  throws('a field of a subclass put on it by its constructor', w => {
    class Stamp extends returning {
      field = 1
    }
    return new Stamp(w.thing)
  }),
  throws('a field of the same name put on it by a constructor', w => {
    class Stamp extends returning {
      name = 'x'
    }
    return new Stamp(w.thing)
  }),
  throws('a field put on a list by a constructor', w => {
    class Stamp extends returning {
      size = 9
    }
    return new Stamp(w.list)
  }),
  goesUnseen('a private field put on it by a constructor', w => {
    class Stamp extends returning {
      #stamp = 1
      static read(x: object): unknown {
        return #stamp in x && x.#stamp
      }
    }
    return Stamp.read(new Stamp(w.thing))
  }),
  throws('a write by super, with it as the parent', w =>
    ({
      __proto__: w.thing,
      write() {
        super.name = 'x'
      },
    }).write(),
  ),
  throws('a write by super, with it as this', w =>
    ({
      write() {
        super.name = 'x'
      },
    }).write.call(w.thing),
  ),
  throws('a write to an object that inherits from it', w => {
    Object.create(w.thing).name = 'x'
  }),
  throws('a proxy around it that says yes', w => {
    new Proxy(w.thing, { set: () => true }).name = 'x'
  }),
  throws('a plain proxy around it', w => {
    new Proxy(w.thing, {}).name = 'x'
  }),
  throws('a weak reference to it', w => {
    new WeakRef(w.thing).deref().name = 'x'
  }),
  throws('an array whose species gives it', w => {
    const array = Object.assign([9], { constructor: { [Symbol.species]: function () { return w.plain.items } } }) // prettier-ignore
    array.map(x => x)
  }),
  throws('Array.from into it', w => (Array as any).from.call(function () { return w.plain.items }, [9])), // prettier-ignore
  throws('Array.of into it', w => (Array as any).of.call(function () { return w.thing.items }, 9)), // prettier-ignore
  goesUnseen('Error.captureStackTrace', w => (Error as any).captureStackTrace(w.thing)),
]
