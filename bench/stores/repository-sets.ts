import { join } from 'node:path'
import { openSync } from 'varve'
import { sqlite } from 'varve/sqlite'
import type { Case } from './case.ts'

/** What somebody feels who sets variables of a repository: recording, hashing and storing together. */
export const repositorySets: readonly Case[] = [
  {
    name: "repository, durable: 'each', 1 set",
    reference: 'raw write + fdatasync',
    target: 0.8,
    unit: 'lines',
    unitsPerStep: 1,
    steps: 800,
    warmUp: 1_200,
    open(folder) {
      const repository = openSync(sqlite(join(folder, 'each.db')), { durable: 'each' })
      const n = repository.watch('n', 0)
      return { step: index => void n.set(index), close: () => repository.close() }
    },
  },
  ticks(1, 0.6),
  ticks(10, 0.5),
  ticks(100, 0.3),
]

/** A hundred sets in one tick, spread over so many variables. */
function ticks(variables: number, target: number): Case {
  return {
    name: `repository, tick of 100 sets of ${variables}`,
    reference: 'bare inserts of 100',
    target,
    unit: 'lines',
    unitsPerStep: 100,
    steps: 150,
    warmUp: 50,
    open(folder) {
      const repository = openSync(sqlite(join(folder, 'ticks.db')))
      const all = Array.from({ length: variables }, (_, place) => repository.watch(`n${place}`, 0))
      return {
        step(index) {
          for (let set = 0; set < 100; set++) all[set % variables]!.set(index * 100 + set)
          repository.flush()
        },
        close: () => repository.close(),
      }
    },
  }
}
