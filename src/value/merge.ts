import { badOption, checkOptions } from '../options.ts'
import { keep } from './keep.ts'
import type { Kept } from './kept.ts'
import type { Conflict, Resolve } from './merge/conflict.ts'
import { Merger, type MergeSettings } from './merge/merger.ts'
import { valueOf } from './merge/slot.ts'
import { seal } from './sealed.ts'
import type { Input, Snapshot } from './types.ts'

/** What a merge comes to. */
export interface Merged<S> {
  /** The merged value; at the place of each conflict it has ours. */
  readonly value: S
  /** The places that both sides changed differently, and nobody decided. */
  readonly conflicts: readonly Conflict[]
}

/** Merges two values that were made of one: what only one side changed is taken from it, place by place. */
export function merge<T>(
  base: T,
  ours: Input<NoInfer<T>>,
  theirs: Input<NoInfer<T>>,
  options: { readonly resolve?: Resolve } = {},
): Merged<Snapshot<T>> {
  checkOptions('merge', options, ['resolve'])
  const { resolve } = options
  if (resolve !== undefined && typeof resolve !== 'function' && resolve !== 'ours' && resolve !== 'theirs') {
    throw badOption('merge', 'resolve', "is neither 'ours' nor 'theirs' nor a function")
  }
  const [b, o, t] = [base, ours, theirs].map(side => keep(side, { name: 'value' }))
  const { value, conflicts } = mergeKept(b, o, t, { resolve })
  // Sealed, so that a Date in it is a copy each time it is read.
  return seal({ value, conflicts: seal([...conflicts]) }) as unknown as Merged<Snapshot<T>>
}

/** Merges three kept values; `keys` tells which elements of arrays are the same thing. */
export function mergeKept(base: Kept, ours: Kept, theirs: Kept, settings: MergeSettings = {}): Merged<Kept> {
  const merger = new Merger(settings)
  const value = valueOf(merger.merge(base, ours, theirs))
  return { value, conflicts: Object.freeze(merger.conflicts) }
}
