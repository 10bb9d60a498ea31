import { isLeaf } from './leaf.ts'
import { ways } from './locked-ways.ts'
import { locked } from './locked.ts'
import { isSealed } from './mark.ts'
import { show } from './show.ts'

type Inspect = (value: unknown, options: unknown) => string
/** What the set methods take: any Set, and anything that has its three readers. */
interface SetLike<T> {
  readonly size: number
  has(value: T): boolean
  keys(): Iterator<T>
}
/** The set methods, which are younger than the language level declared. */
interface FullSet<V> {
  union<U>(other: SetLike<U>): Set<V | U>
  intersection<U>(other: SetLike<U>): Set<V & U>
  difference<U>(other: SetLike<U>): Set<V>
  symmetricDifference<U>(other: SetLike<U>): Set<V | U>
  isSubsetOf(other: SetLike<unknown>): boolean
  isSupersetOf(other: SetLike<unknown>): boolean
  isDisjointFrom(other: SetLike<unknown>): boolean
}

const door: unique symbol = Symbol('door')
let inside: (set: ImmutableSet<unknown>) => Set<unknown>
let make: (values: Set<unknown>, leafy?: boolean) => ImmutableSet<unknown>
let look: (set: ImmutableSet<unknown>, leafy?: boolean) => boolean
let refill: (set: ImmutableSet<unknown>, values: Set<unknown>) => void
let isOne: (x: object) => boolean

/**
 * The Set of snapshots: reads like a Set, refuses to change, and hands out copies of what has inner state. `new` makes a
 * transient one, which can be changed until it is locked; then its mutators throw `LOCKED`.
 */
export class ImmutableSet<V> implements ReadonlySet<V> {
  #values: Set<unknown>
  #leafy: boolean

  static {
    inside = set => set.#values
    make = (values, leafy) => new ImmutableSet(door, values, leafy)
    look = (set, leafy = set.#leafy) => (set.#leafy = leafy)
    refill = (set, values) => void (set.#values = values)
    isOne = x => #values in x
    Object.defineProperty(this.prototype, Symbol.for('nodejs.util.inspect.custom'), { value: inspected })
    Object.freeze(this)
    Object.freeze(this.prototype)
  }

  /** Makes a locked one, which is a root. */
  static of<V>(values: Iterable<V> = []): ImmutableSet<V> {
    return ways().lockedOf(new ImmutableSet(values), 'ImmutableSet')
  }

  constructor(values?: Iterable<V>)
  constructor(key: typeof door, values: Set<unknown>, leafy?: boolean)
  constructor(given?: Iterable<V> | typeof door, values?: Set<unknown>, leafy?: boolean) {
    if (given === door) {
      this.#values = values!
      this.#leafy = leafy ?? [...values!].some(isLeaf)
    } else {
      this.#values = new Set<unknown>(given ?? [])
      this.#leafy = false
    }
  }

  get size(): number {
    return this.#values.size
  }
  has(value: V): boolean {
    return this.#values.has(value)
  }
  forEach(fn: (value: V, again: V, set: ReadonlySet<V>) => void, thisArg?: unknown): void {
    for (const value of this.values()) fn.call(thisArg, value, value, this)
  }
  values(): SetIterator<V> {
    return this.#leafy ? shownValues(this.#values) : (this.#values.values() as SetIterator<V>)
  }
  keys(): SetIterator<V> {
    return this.values()
  }
  *entries(): SetIterator<[V, V]> {
    for (const value of this.values()) yield [value, value]
  }
  [Symbol.iterator](): SetIterator<V> {
    return this.values()
  }

  union<U>(other: SetLike<U>): Set<V | U> {
    return this.#copy().union(other)
  }
  intersection<U>(other: SetLike<U>): Set<V & U> {
    return this.#copy().intersection(other)
  }
  difference<U>(other: SetLike<U>): Set<V> {
    return this.#copy().difference(other)
  }
  symmetricDifference<U>(other: SetLike<U>): Set<V | U> {
    return this.#copy().symmetricDifference(other)
  }
  isSubsetOf(other: SetLike<unknown>): boolean {
    return this.#copy().isSubsetOf(other)
  }
  isSupersetOf(other: SetLike<unknown>): boolean {
    return this.#copy().isSupersetOf(other)
  }
  isDisjointFrom(other: SetLike<unknown>): boolean {
    return this.#copy().isDisjointFrom(other)
  }
  /** The language's own set methods work on a plain Set, so none of them ever sees the one inside. */
  #copy(): FullSet<V> {
    return new Set(this.values()) as unknown as FullSet<V>
  }

  /** A locked one with a member more; itself where it is in already. */
  with(value: V): ImmutableSet<V> {
    return ways().withMember(this, value) as ImmutableSet<V>
  }
  /** A locked one without a member; itself where it is not in. */
  without(value: V): ImmutableSet<V> {
    return ways().withoutMember(this, value) as ImmutableSet<V>
  }

  add(value: V): this {
    this.#open('add').add(value)
    return this
  }
  delete(value: V): boolean {
    return this.#open('delete').delete(value)
  }
  clear(): void {
    this.#open('clear').clear()
  }
  #open(method: string): Set<unknown> {
    return isSealed(this) ? locked('Set', method) : this.#values
  }

  get [Symbol.toStringTag](): string {
    return 'ImmutableSet'
  }
}

/** Prints in Node's console as the Set that it reads like. */
function inspected(this: Iterable<unknown>, _depth: number, options: unknown, inspect: Inspect): string {
  return `Immutable${inspect(new Set(this), options)}`
}

function* shownValues<V>(values: Set<unknown>): SetIterator<V> {
  for (const value of values) yield show(value) as V
}

/** Makes an ImmutableSet that owns the Set given; nobody else may hold it. `leafy` spares the look for leaves. */
export function immutableSet(values: Set<unknown>, leafy?: boolean): ImmutableSet<unknown> {
  return make(values, leafy)
}

/** Tells, or says, whether an ImmutableSet may hold a Leaf. */
export function isLeafySet(set: object, leafy?: boolean): boolean {
  return look(set as ImmutableSet<unknown>, leafy)
}

/** Gives one another Set inside: with the same members, or, where nobody has seen it yet, in another order. */
export function refillSet(set: object, values: Set<unknown>): void {
  refill(set as ImmutableSet<unknown>, values)
}

/** Tells whether something is an ImmutableSet, locked or not. */
export const isSet = (x: object): boolean => isOne(x)

/** Reaches the Set inside; for the ground floor only, which never changes nor hands it out. */
export function setInside(set: object): Set<unknown> {
  return inside(set as ImmutableSet<unknown>)
}
