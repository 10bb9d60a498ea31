import { times } from '../runner/bar.ts'
import type { Case } from '../runner/case.ts'
import { nestedLeaf } from '../workloads/nested-leaf.ts'
import { stepping } from './stepping.ts'

/** b and b-read: one leaf of a deep object, 5,000 times. */
export const setLeaf: readonly Case[] = [
  stepping({
    row: 'b',
    workload: 'one leaf, 6 levels of 9 primitives, 5,000 times',
    does: nestedLeaf,
    steps: 5_000,
    candidates: ['varve', 'immer', 'mutative', 'travels', 'zundo', 'valtio-history', 'immutable', 'spread'],
    bars: [times(['immer', 'travels'], 6, 12)],
  }),
  stepping({
    row: 'b-read',
    workload: 'the same, frozen value read after each',
    does: nestedLeaf,
    steps: 5_000,
    reads: 'value',
    frozen: true,
    candidates: ['varve', 'immer', 'mutative', 'travels'],
    bars: [times('immer', 3, 5)],
  }),
]
