import { times } from '../runner/bar.ts'
import type { Case } from '../runner/case.ts'
import { mapKey } from '../workloads/map-key.ts'
import { objectKey } from '../workloads/object-key.ts'
import { stepping } from './stepping.ts'

const shared = { steps: 1_000, lead: 20 }

/** d: a key more, in a Map and in an object. */
export const addKey: readonly Case[] = [
  stepping({
    ...shared,
    row: 'd-map',
    workload: 'add a key to a Map of 10,000',
    does: mapKey,
    // travels takes no Maps.
    candidates: ['varve', 'immer', 'mutative', 'immutable', 'spread'],
    bars: [times('mutative', 300, 1_000)],
  }),
  stepping({
    ...shared,
    row: 'd-object',
    workload: 'add a key to an object of 10,000',
    does: objectKey,
    candidates: ['varve', 'immer', 'mutative', 'travels', 'zundo', 'immutable', 'spread'],
    bars: [times('travels', 300, 1_000)],
  }),
]
