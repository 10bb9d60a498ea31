import { times } from '../runner/bar.ts'
import type { Case } from '../runner/case.ts'
import { arrayElement } from '../workloads/array-element.ts'
import { mapKey } from '../workloads/map-key.ts'
import { nestedLeaf } from '../workloads/nested-leaf.ts'
import { unshift } from '../workloads/unshift.ts'
import { keeping } from './keeping.ts'

const patchKeepers = ['immer', 'mutative', 'travels']

/** g, the rows of `npm run bench -- memory`: bytes that a revision leaves behind. */
export const cases: readonly Case[] = [
  keeping({
    row: 'g-b',
    workload: 'kept per revision: one leaf of 6 levels',
    does: nestedLeaf,
    steps: 5_000,
    candidates: ['varve', ...patchKeepers, 'zundo', 'valtio-history', 'immutable', 'spread'],
    bars: [times(patchKeepers, 4, 8)],
  }),
  keeping({
    row: 'g-c',
    workload: 'kept per revision: one of 100,000 objects',
    does: arrayElement(100_000),
    steps: 2_000,
    // Whole arrays, 800 KB each, would fill the heap.
    candidates: ['varve', ...patchKeepers, 'immutable'],
    bars: [times(patchKeepers, 1.8, 4)],
  }),
  keeping({
    row: 'g-d-map',
    workload: 'kept per revision: a key more in a Map of 10,000',
    does: mapKey,
    steps: 2_000,
    // travels takes no Maps.
    candidates: ['varve', 'immer', 'mutative', 'immutable'],
    bars: [times(['immer', 'mutative'], 4, 6)],
  }),
  keeping({
    row: 'g-u',
    workload: 'kept per revision: unshift onto 10,000 objects',
    does: unshift,
    steps: 2_000,
    candidates: ['varve', ...patchKeepers, 'immutable'],
    bars: [times(patchKeepers, 1_000, 5_000)],
  }),
]
