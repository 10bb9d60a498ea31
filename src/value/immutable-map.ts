import { isLeaf } from './leaf.ts'
import { ways } from './locked-ways.ts'
import { locked } from './locked.ts'
import { isSealed } from './mark.ts'
import { show } from './show.ts'

type Inspect = (value: unknown, options: unknown) => string

const door: unique symbol = Symbol('door')
let inside: (map: ImmutableMap<unknown, unknown>) => Map<unknown, unknown>
let make: (entries: Map<unknown, unknown>, leafy?: boolean) => ImmutableMap<unknown, unknown>
let look: (map: ImmutableMap<unknown, unknown>, leafy?: boolean) => boolean
let isOne: (x: object) => boolean
let refill: (map: ImmutableMap<unknown, unknown>, entries: Map<unknown, unknown>) => void

/**
 * The Map of snapshots: reads like a Map, refuses to change, and hands out copies of what has inner state. `new` makes a
 * transient one, which can be changed until it is locked; then its mutators throw `LOCKED`.
 */
export class ImmutableMap<K, V> implements ReadonlyMap<K, V> {
  #entries: Map<K, unknown>
  #leafy: boolean

  static {
    inside = map => map.#entries
    make = (entries, leafy) => new ImmutableMap(door, entries, leafy)
    look = (map, leafy = map.#leafy) => (map.#leafy = leafy)
    isOne = x => #entries in x
    refill = (map, entries) => void (map.#entries = entries)
    Object.defineProperty(this.prototype, Symbol.for('nodejs.util.inspect.custom'), { value: inspected })
    Object.freeze(this)
    Object.freeze(this.prototype)
  }

  /** Makes a locked one, which is a root. */
  static of<K, V>(entries: Iterable<readonly [K, V]> = []): ImmutableMap<K, V> {
    return ways().lockedOf(new ImmutableMap(entries), 'ImmutableMap')
  }

  constructor(entries?: Iterable<readonly [K, V]>)
  constructor(key: typeof door, entries: Map<K, unknown>, leafy?: boolean)
  constructor(given?: Iterable<readonly [K, V]> | typeof door, entries?: Map<K, unknown>, leafy?: boolean) {
    if (given === door) {
      this.#entries = entries!
      this.#leafy = leafy ?? [...entries!.values()].some(isLeaf)
    } else {
      this.#entries = new Map<K, unknown>(given ?? [])
      this.#leafy = false
    }
  }

  get size(): number {
    return this.#entries.size
  }
  has(key: K): boolean {
    return this.#entries.has(key)
  }
  get(key: K): V | undefined {
    return show(this.#entries.get(key)) as V | undefined
  }
  forEach(fn: (value: V, key: K, map: ReadonlyMap<K, V>) => void, thisArg?: unknown): void {
    for (const [key, value] of this.#entries) fn.call(thisArg, show(value) as V, key, this)
  }
  keys(): MapIterator<K> {
    return this.#entries.keys()
  }
  values(): MapIterator<V> {
    return this.#leafy ? shownValues(this.#entries) : (this.#entries.values() as MapIterator<V>)
  }
  entries(): MapIterator<[K, V]> {
    return this.#leafy ? shownEntries(this.#entries) : (this.#entries.entries() as MapIterator<[K, V]>)
  }
  [Symbol.iterator](): MapIterator<[K, V]> {
    return this.entries()
  }

  /** A locked one with an entry more, or another value in its place. */
  with(key: K, value: V): ImmutableMap<K, V> {
    return ways().withEntry(this, key, value) as ImmutableMap<K, V>
  }
  /** A locked one without an entry; itself where it has none. */
  without(key: K): ImmutableMap<K, V> {
    return ways().withoutEntry(this, key) as ImmutableMap<K, V>
  }

  set(key: K, value: V): this {
    this.#open('set').set(key, value)
    return this
  }
  delete(key: K): boolean {
    return this.#open('delete').delete(key)
  }
  clear(): void {
    this.#open('clear').clear()
  }
  getOrInsert(key: K, value: V): V {
    const entries = this.#open('getOrInsert')
    if (!entries.has(key)) entries.set(key, value)
    return entries.get(key) as V
  }
  getOrInsertComputed(key: K, make: (key: K) => V): V {
    this.#open('getOrInsertComputed')
    return this.has(key) ? this.get(key)! : this.set(key, make(key)).get(key)!
  }
  #open(method: string): Map<K, unknown> {
    return isSealed(this) ? locked('Map', method) : this.#entries
  }

  get [Symbol.toStringTag](): string {
    return 'ImmutableMap'
  }
}

/** Prints in Node's console as the Map that it reads like. */
function inspected(
  this: Iterable<readonly [unknown, unknown]>,
  _depth: number,
  options: unknown,
  inspect: Inspect,
): string {
  return `Immutable${inspect(new Map(this), options)}`
}

function* shownValues<V>(entries: Map<unknown, unknown>): MapIterator<V> {
  for (const value of entries.values()) yield show(value) as V
}

function* shownEntries<K, V>(entries: Map<K, unknown>): MapIterator<[K, V]> {
  for (const [key, value] of entries) yield [key, show(value) as V]
}

/** Makes an ImmutableMap that owns the Map given; nobody else may hold it. `leafy` spares the look for leaves. */
export function immutableMap(
  entries: Map<unknown, unknown>,
  leafy?: boolean,
): ImmutableMap<unknown, unknown> {
  return make(entries, leafy)
}

/** Tells, or says, whether an ImmutableMap may hold a Leaf. */
export function isLeafyMap(map: object, leafy?: boolean): boolean {
  return look(map as ImmutableMap<unknown, unknown>, leafy)
}

/** Gives one another Map inside, with the same entries. */
export function refillMap(map: object, entries: Map<unknown, unknown>): void {
  refill(map as ImmutableMap<unknown, unknown>, entries)
}

/** Tells whether something is an ImmutableMap, locked or not. */
export const isMap = (x: object): boolean => isOne(x)

/** Reaches the Map inside; for the ground floor only, which never changes nor hands it out. */
export function mapInside(map: object): Map<unknown, unknown> {
  return inside(map as ImmutableMap<unknown, unknown>)
}
