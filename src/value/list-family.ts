import type { Differ } from './diff/differ.ts'
import type { ContainerNode } from './draft/container-node.ts'
import type { Session } from './draft/session.ts'
import type { Kept } from './kept.ts'

/** The items of a list, which can be changed; `fork` gives another such, in constant time. */
export interface Items {
  readonly length: number
  at(index: number): unknown
  set(index: number, item: unknown): void
  push(item: unknown): void
  splice(start: number, remove: number, insert: readonly unknown[]): unknown[]
  fork(): Items
  slice(start: number, end: number): Items
  forEach(fn: (item: unknown, index: number) => void): void
  toArray(): unknown[]
  /** How many at the start are surely the same. */
  sharedPrefix(other: Items): number
  /** How many at the end are surely the same. */
  sharedSuffix(other: Items): number
}

/**
 * What the rest of the floor asks of lists. It is handed in by who has lists, so that a page without any does not load
 * them: 4 KB of 30, gzipped.
 */
export interface ListFamily {
  readonly prototype: object
  /** Tells whether something is a list, locked or not. */
  is(x: object): boolean
  /** Tells whether something is the items of a list. */
  isItems(x: object): boolean
  items(of: Iterable<unknown>): Items
  inside(list: object): Items
  /** Makes a list that owns the items given. */
  make(items: Items): object
  /** Makes a transient list. */
  transient(items: Iterable<unknown>): object
  node(
    session: Session,
    raw: object,
    parent: ContainerNode | null,
    key: unknown,
    isRoot: boolean,
  ): ContainerNode
  /** Makes the draft of a node that `node` made; undefined for any other. */
  draft(node: ContainerNode): object | undefined
  diff(differ: Differ, a: Kept & object, b: Kept & object): void
}

let family: ListFamily | null = null

/** Lets values hold lists from now on. */
export function useLists(lists: ListFamily): void {
  family = lists
}

/** What is known of lists; null where this program has none. */
export const listFamily = (): ListFamily | null => family
/** Tells whether a prototype is that of lists. */
export const isListPrototype = (prototype: unknown): boolean =>
  family !== null && prototype === family.prototype
/** Tells whether something is a list, locked or not. */
export const isList = (x: object): boolean => family !== null && family.is(x)
/** Tells whether something is the items of a list. */
export const isItems = (x: object): x is Items => family !== null && family.isItems(x)
/** Makes the items of a list. */
export const itemsOf = (of: Iterable<unknown>): Items => family!.items(of)
/** Reaches the items inside; for the ground floor only, which never hands them out. */
export const listInside = (list: object): Items => family!.inside(list)
/** Makes a list that owns the items given; nobody else may change them. */
export const makeList = (items: Items): object => family!.make(items)
