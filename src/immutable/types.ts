import type { ChangeOptions } from '../recorder/info.ts'
import type { Resolve } from '../value/merge/conflict.ts'
import type { ImmutableMap, ImmutableSet } from './collections.ts'
import type { OwnType } from '../value/own-class.ts'
import type { Draft, Next, Snapshot } from '../value/types.ts'

/** The draft of an immutable: the fields of an own class can be written, its methods are kept. */
export type DraftOf<T> = Draft<T>
/** What a recipe may return: the next value, or nothing where it edited its draft. */
export type NextOf<T> = T | DraftOf<T> | Next<T>
/** What comes of an update: the class itself, or a snapshot of plain data. */
export type Locked<T> = T extends OwnType
  ? T
  : T extends ImmutableMap<infer K, infer V>
    ? ImmutableMap<K, V>
    : T extends ImmutableSet<infer V>
      ? ImmutableSet<V>
      : Snapshot<T>

/**
 * Info for an update. With `merge`, one that was overtaken is merged with what was made meanwhile, and conflicts are
 * settled so; without it, it is refused with `CONFLICT`. With `equal: true` an update that changes nothing gives the root itself,
 * and no revision.
 */
export type UpdateOptions = ChangeOptions & { readonly merge?: Resolve; readonly equal?: boolean }
/** A string is the label. */
export type UpdateChange = string | UpdateOptions
