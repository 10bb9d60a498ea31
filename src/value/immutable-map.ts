import { isLeaf } from './leaf.ts'
import { locked } from './locked.ts'
import { show } from './show.ts'

type Inspect = (value: unknown, options: unknown) => string

const door: unique symbol = Symbol('door')
let inside: (map: ImmutableMap<unknown, unknown>) => Map<unknown, unknown>
let make: (entries: Map<unknown, unknown>, leafy?: boolean) => ImmutableMap<unknown, unknown>
let look: (map: ImmutableMap<unknown, unknown>, leafy?: boolean) => boolean

/** The Map of snapshots: reads like a Map, refuses to change, and hands out copies of what has inner state. */
export class ImmutableMap<K, V> implements ReadonlyMap<K, V> {
  readonly #entries: Map<K, unknown>
  #leafy: boolean

  static {
    inside = map => map.#entries
    make = (entries, leafy) => new ImmutableMap(door, entries, leafy)
    look = (map, leafy = map.#leafy) => (map.#leafy = leafy)
    Object.defineProperty(this.prototype, Symbol.for('nodejs.util.inspect.custom'), { value: inspected })
    Object.freeze(this)
    Object.freeze(this.prototype)
  }

  /** Not for programs: snapshots are made by Varve. */
  constructor(key: typeof door, entries: Map<K, unknown>, leafy?: boolean) {
    if (key !== door)
      throw new TypeError('An ImmutableMap is made by putting a Map into a value, not with new')
    this.#entries = entries
    this.#leafy = leafy ?? [...entries.values()].some(isLeaf)
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

  set(): never {
    return locked('Map', 'set')
  }
  delete(): never {
    return locked('Map', 'delete')
  }
  clear(): never {
    return locked('Map', 'clear')
  }
  getOrInsert(): never {
    return locked('Map', 'getOrInsert')
  }
  getOrInsertComputed(): never {
    return locked('Map', 'getOrInsertComputed')
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

/** Reaches the Map inside; for the ground floor only, which never changes nor hands it out. */
export function mapInside(map: object): Map<unknown, unknown> {
  return inside(map as ImmutableMap<unknown, unknown>)
}
