import { times } from '../runner/bar.ts'
import type { Case } from '../runner/case.ts'
import { arrayElement } from '../workloads/array-element.ts'
import { stepping } from './stepping.ts'

const shared = { does: arrayElement(100_000), steps: 300, most: 20_000, lead: 20 }

/** c, c-read and c-peek: one field of one element of an array of 100,000 objects. */
export const setElement: readonly Case[] = [
  stepping({
    ...shared,
    row: 'c',
    workload: 'one field of one of 100,000 objects in an array',
    candidates: ['varve', 'immer', 'mutative', 'travels', 'zundo', 'valtio-history', 'immutable', 'spread'],
    bars: [times('travels', 100, 300)],
  }),
  stepping({
    ...shared,
    row: 'c-read',
    workload: 'the same, whole value read; others unfrozen',
    reads: 'value',
    candidates: ['varve', 'immer', 'mutative', 'travels'],
    bars: [times('travels', 0.9, 1)],
  }),
  stepping({
    ...shared,
    row: 'c-read-frozen',
    workload: 'the same, others frozen too',
    reads: 'value',
    frozen: true,
    candidates: ['varve', 'immer', 'mutative', 'travels'],
    bars: [times('mutative', 7, 10)],
  }),
  stepping({
    ...shared,
    row: 'c-peek',
    workload: 'the same, one path read after each',
    reads: 'place',
    candidates: ['varve', 'immer', 'mutative', 'travels'],
    bars: [times('travels', 100, 300)],
  }),
  stepping({
    ...shared,
    row: 'c-select',
    workload: 'the same, one place read by a function',
    reads: 'selector',
    candidates: ['varve', 'immer', 'mutative', 'travels'],
    bars: [times('travels', 100, 300)],
  }),
]
