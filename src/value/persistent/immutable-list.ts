import { isLeaf } from '../leaf.ts'
import { ways } from '../locked-ways.ts'
import { locked } from '../locked.ts'
import { isSealed } from '../mark.ts'
import { Sequence } from './sequence.ts'
import { positionOf } from '../position-of.ts'
import { show } from '../show.ts'

type Inspect = (value: unknown, options: unknown) => string

const door: unique symbol = Symbol('door')
/** Reaches the items inside; for the ground floor only, which never hands them out. */
export let inside: (list: object) => Sequence
/** Makes a list that owns the items given; nobody else may change them. */
export let make: (items: Sequence) => ImmutableList<unknown>
/** Tells whether something is a list, locked or not. */
export let isOne: (x: object) => boolean

/**
 * A list in which one change costs the logarithm of its length. `new` makes a transient one, which can be changed until
 * it is locked by `create` or by being put into something locked; then its mutators throw `LOCKED`. Indexes may be
 * negative in `at`, `set`, `splice`, `slice` and `with`, counted from the end; there are no holes.
 */
export class ImmutableList<T> implements Iterable<T> {
  readonly #items: Sequence

  static {
    inside = list => (list as ImmutableList<unknown>).#items
    make = items => new ImmutableList(door, items)
    isOne = x => #items in x
    Object.defineProperty(this.prototype, Symbol.for('nodejs.util.inspect.custom'), { value: inspected })
    Object.freeze(this)
    Object.freeze(this.prototype)
  }

  /** Makes a locked one of what an iterable gives, which is a root. */
  static from<T>(items: Iterable<T>): ImmutableList<T> {
    return ways().lockedOf(new ImmutableList(items), 'ImmutableList')
  }

  /** Makes a locked one of its arguments, which is a root; `from` is for many. */
  static of<T>(...items: T[]): ImmutableList<T> {
    return ways().lockedOf(new ImmutableList(items), 'ImmutableList')
  }

  constructor(items?: Iterable<T>)
  constructor(key: typeof door, items: Sequence)
  constructor(items: Iterable<T> | typeof door = [], own?: Sequence) {
    // Spread, so that what is no iterable is refused by the language.
    this.#items =
      items === door ? own! : Sequence.from(Array.isArray(items) ? items : [...(items as Iterable<T>)])
  }

  get size(): number {
    return this.#items.length
  }
  at(index: number): T | undefined {
    const whole = Math.trunc(index) || 0
    return show(this.#items.at(whole < 0 ? whole + this.size : whole)) as T | undefined
  }
  slice(start = 0, end: number = this.size): T[] {
    const part = this.#items.slice(positionOf(start, this.size), positionOf(end, this.size))
    return Array.from(shown<T>(part))
  }
  indexOf(item: T, from = 0): number {
    const { size } = this
    for (let index = positionOf(from, size); index < size; index++)
      if (this.#items.at(index) === item) return index
    return -1
  }
  lastIndexOf(item: T, from: number = this.size - 1): number {
    for (let index = from < 0 ? from + this.size : Math.min(from, this.size - 1); index >= 0; index--)
      if (this.#items.at(index) === item) return index
    return -1
  }
  includes(item: T, from = 0): boolean {
    if (!Number.isNaN(item)) return this.indexOf(item, from) !== -1
    for (let index = positionOf(from, this.size); index < this.size; index++)
      if (Number.isNaN(this.#items.at(index))) return true
    return false
  }
  find(fn: (item: T, index: number) => boolean): T | undefined {
    const index = this.findIndex(fn)
    return index < 0 ? undefined : this.at(index)
  }
  findIndex(fn: (item: T, index: number) => boolean): number {
    // As an array's own, it looks no further than there was something when it began.
    for (let index = 0, { size } = this; index < size; index++)
      if (fn(this.at(index) as T, index)) return index
    return -1
  }
  findLast(fn: (item: T, index: number) => boolean): T | undefined {
    for (let index = this.size - 1; index >= 0; index--) {
      const item = this.at(index) as T
      if (fn(item, index)) return item
    }
    return undefined
  }
  some(fn: (item: T, index: number) => boolean): boolean {
    return this.findIndex(fn) !== -1
  }
  every(fn: (item: T, index: number) => boolean): boolean {
    return this.findIndex((item, index) => !fn(item, index)) === -1
  }
  reduce(fn: (so: T, item: T, index: number) => T): T
  reduce<R>(fn: (so: R, item: T, index: number) => R, initial: R): R
  reduce(...args: [fn: (so: never, item: T, index: number) => unknown, initial?: unknown]): never {
    return Reflect.apply(Array.prototype.reduce, this.toArray(), args) as never
  }
  map<R>(fn: (item: T, index: number) => R): R[] {
    return this.toArray().map((item, index) => fn(item, index))
  }
  filter(fn: (item: T, index: number) => boolean): T[] {
    return this.toArray().filter((item, index) => fn(item, index))
  }
  forEach(fn: (item: T, index: number) => void): void {
    this.toArray().forEach((item, index) => fn(item, index))
  }
  concat(...more: (T | readonly T[] | ImmutableList<T>)[]): T[] {
    const parts = more.map(part => (part instanceof ImmutableList ? part.toArray() : part))
    return this.toArray().concat(...(parts as (T | readonly T[])[]))
  }
  join(separator?: string): string {
    return this.toArray().join(separator)
  }
  keys(): IterableIterator<number> {
    return numbers(this.#items)
  }
  values(): IterableIterator<T> {
    return shown(this.#items)
  }
  entries(): IterableIterator<[number, T]> {
    return numbered(this.values())
  }
  [Symbol.iterator](): IterableIterator<T> {
    return this.values()
  }
  toArray(): T[] {
    return Array.from(this.values())
  }
  /** A list is an array in JSON. */
  toJSON(): T[] {
    return this.toArray()
  }

  /** A locked one with another item at an index that has one. */
  with(index: number, item: T): ImmutableList<T> {
    return ways().withItem(this, indexIn(this.#items, index, 'with'), item) as ImmutableList<T>
  }

  /** Puts an item in the place of another; the index must be that of one. */
  set(index: number, item: T): void {
    const items = this.#open('set')
    items.set(indexIn(items, index, 'set'), item)
  }
  push(...added: T[]): number {
    const items = this.#open('push')
    for (const item of added) items.push(item)
    return items.length
  }
  pop(): T | undefined {
    const items = this.#open('pop')
    return items.length === 0 ? undefined : (items.splice(items.length - 1, 1, [])[0] as T)
  }
  shift(): T | undefined {
    return this.#open('shift').splice(0, 1, [])[0] as T | undefined
  }
  unshift(...added: T[]): number {
    const items = this.#open('unshift')
    items.splice(0, 0, added)
    return items.length
  }
  /** As of an array: without a second argument all from there on goes, by `undefined` nothing does. */
  splice(...args: [start?: number, remove?: number, ...added: T[]]): T[] {
    const items = this.#open('splice')
    const [start = 0, remove = 0, ...added] = args
    const at = positionOf(start, items.length)
    const count = args.length === 1 ? Infinity : Math.trunc(remove) || 0
    return items.splice(at, Math.min(Math.max(count, 0), items.length - at), added) as T[]
  }
  sort(compare?: (a: T, b: T) => number): this {
    return this.#refill('sort', items => items.sort(compare))
  }
  reverse(): this {
    return this.#refill('reverse', items => items.reverse())
  }
  fill(item: T, start?: number, end?: number): this {
    return this.#refill('fill', items => items.fill(item, start, end))
  }
  clear(): void {
    const items = this.#open('clear')
    items.splice(0, items.length, [])
  }

  #open(method: string): Sequence {
    return isSealed(this) ? locked('List', method) : this.#items
  }
  #refill(method: string, change: (items: T[]) => void): this {
    const items = this.#open(method)
    const array = items.toArray() as T[]
    change(array)
    items.splice(0, items.length, array)
    return this
  }

  get [Symbol.toStringTag](): string {
    return 'ImmutableList'
  }
}

/** The index of an item that is there; negative ones count from the end. */
export function indexIn({ length }: { readonly length: number }, index: number, method: string): number {
  const at = index < 0 ? index + length : index
  if (Number.isInteger(at) && at >= 0 && at < length) return at
  throw new RangeError(`${method}: there is no item ${String(index)} in a list of ${length}`)
}

function* shown<T>(items: Sequence): IterableIterator<T> {
  for (const item of items.values()) yield (isLeaf(item) ? item.copy() : item) as T
}

function* numbers(items: Sequence): IterableIterator<number> {
  for (let index = 0; index < items.length; index++) yield index
}

function* numbered<T>(items: Iterable<T>): IterableIterator<[number, T]> {
  let index = 0
  for (const item of items) yield [index++, item]
}

/** Prints in Node's console as the array that it reads like. */
function inspected(this: ImmutableList<unknown>, _depth: number, options: unknown, inspect: Inspect): string {
  return `ImmutableList(${this.size}) ${inspect(this.toArray(), options)}`
}
