import { ImmutableList as List } from '../value/persistent/immutable-list.ts'
import { ImmutableMap as OwnMap } from '../value/immutable-map.ts'
import { ImmutableSet as OwnSet } from '../value/immutable-set.ts'
import { handIn } from '../value/persistent/hand-in.ts'
import type { Draft, Draftable } from '../value/types.ts'

handIn()

/** A locked list: one change of it costs the logarithm of its length. `at`, `slice` and `with` count negative indexes from the end. */
export interface ImmutableList<T> extends Draftable<ListDraft<T>>, Iterable<T>, Pick<List<T>, ListReaders> {
  with(index: number, item: T): ImmutableList<T>
}
type ListReaders =
  | 'size'
  | 'at'
  | 'slice'
  | 'indexOf'
  | 'lastIndexOf'
  | 'includes'
  | 'find'
  | 'findIndex'
  | 'findLast'
  | 'some'
  | 'every'
  | 'reduce'
  | 'map'
  | 'filter'
  | 'forEach'
  | 'concat'
  | 'join'
  | 'keys'
  | 'values'
  | 'entries'
  | 'toArray'
  | 'toJSON'

/** A list that can be changed: in a draft, or before it is locked. */
export interface ListDraft<T> extends Iterable<Draft<T>> {
  readonly size: number
  at(index: number): Draft<T> | undefined
  slice(start?: number, end?: number): Draft<T>[]
  indexOf(item: T, from?: number): number
  lastIndexOf(item: T, from?: number): number
  includes(item: T, from?: number): boolean
  find(fn: (item: Draft<T>, index: number) => boolean): Draft<T> | undefined
  findIndex(fn: (item: Draft<T>, index: number) => boolean): number
  findLast(fn: (item: Draft<T>, index: number) => boolean): Draft<T> | undefined
  some(fn: (item: Draft<T>, index: number) => boolean): boolean
  every(fn: (item: Draft<T>, index: number) => boolean): boolean
  reduce(fn: (so: Draft<T>, item: Draft<T>, index: number) => Draft<T>): Draft<T>
  reduce<R>(fn: (so: R, item: Draft<T>, index: number) => R, initial: R): R
  map<R>(fn: (item: Draft<T>, index: number) => R): R[]
  filter(fn: (item: Draft<T>, index: number) => boolean): Draft<T>[]
  forEach(fn: (item: Draft<T>, index: number) => void): void
  join(separator?: string): string
  keys(): IterableIterator<number>
  values(): IterableIterator<Draft<T>>
  entries(): IterableIterator<[number, Draft<T>]>
  toArray(): Draft<T>[]
  /** Puts an item in the place of another; the index must be that of one. */
  set(index: number, item: T | Draft<T>): void
  push(...items: (T | Draft<T>)[]): number
  pop(): Draft<T> | undefined
  shift(): Draft<T> | undefined
  unshift(...items: (T | Draft<T>)[]): number
  splice(start: number, remove?: number, ...items: (T | Draft<T>)[]): Draft<T>[]
  sort(compare?: (a: T, b: T) => number): this
  reverse(): this
  fill(item: T, start?: number, end?: number): this
  clear(): void
}
/** `new` makes a transient list, `of` a locked one of its arguments, `from` one of what an iterable gives. */
export const ImmutableList: {
  new <T>(items?: Iterable<T>): ListDraft<T>
  of<T>(...items: T[]): ImmutableList<T>
  from<T>(items: Iterable<T>): ImmutableList<T>
} = List as never

/** A locked Map: one change of it costs the logarithm of its size. */
export interface ImmutableMap<K, V> extends ReadonlyMap<K, V> {
  /** A locked one with an entry more, or another value in its place. */
  with(key: K, value: V): ImmutableMap<K, V>
  /** A locked one without an entry; itself where it has none. */
  without(key: K): ImmutableMap<K, V>
}
/** `new` makes a transient Map, `of` a locked one of entries. */
export const ImmutableMap: {
  new <K, V>(entries?: Iterable<readonly [K, V]>): Map<K, V>
  of<K, V>(entries?: Iterable<readonly [K, V]>): ImmutableMap<K, V>
} = OwnMap as never

/** A locked Set: one change of it costs the logarithm of its size. */
export interface ImmutableSet<V> extends ReadonlySet<V> {
  /** A locked one with a member more; itself where it is in already. */
  with(value: V): ImmutableSet<V>
  /** A locked one without a member; itself where it is not in. */
  without(value: V): ImmutableSet<V>
}
/** `new` makes a transient Set, `of` a locked one of values. */
export const ImmutableSet: {
  new <V>(values?: Iterable<V>): Set<V>
  of<V>(values?: Iterable<V>): ImmutableSet<V>
} = OwnSet as never
