import { times } from '../runner/bar.ts'
import type { Case } from '../runner/case.ts'
import { pick } from '../runner/pick.ts'
import { makeTold, saverOf, type SavedHistory } from '../savers/saver.ts'
import { lengthOf, type LongHistory, works } from './long-history.ts'
import { madeTrace } from './made-trace.ts'
import { readTrace } from './read-trace.ts'

const peers = ['automerge', 'loro']
/** How much smaller than the best of them, without and with what is told of each change. */
const must = {
  W1: [1 / 0.6, 1 / 0.8],
  W2: [1 / 0.5, 1 / 0.6],
  W3: [1 / 1.1, 1 / 1.1],
} as const

/** What a version weighs when it is saved: bare, and with milliseconds, labels and creators. */
export const saveEdits: readonly Case[] = [
  ...works.flatMap(about => [
    row(`saved-${about.name}`, about, false, must[about.name][0]),
    row(`told-${about.name}`, about, true, must[about.name][1]),
  ]),
  walking(false),
  walking(true),
]

function row(name: string, about: LongHistory, isTold: boolean, bar: number | undefined): Case {
  return {
    row: name,
    workload: `saved per revision: ${about.says}${isTold ? ', with time, label and creator' : ''}`,
    unit: 'bytes',
    candidates: ['varve', ...peers],
    bars: bar === undefined ? [] : [times(peers, bar)],
    once: true,
    async measure(candidate, run) {
      const count = lengthOf(about, run)
      const save = await saverOf(candidate)
      const history: SavedHistory = {
        work: about.work,
        count,
        number: about.number ?? (step => step + 1),
        edits: about.work !== 'text' ? [] : run.trace ? readTrace(run.trace, count) : madeTrace(count),
        ...(isTold && { told: makeTold() }),
      }
      return { value: (await save(history)) / count, steps: count, of: count }
    },
  }
}

/** W1 counts up, which is easily told in a few bytes; here the number goes up and down. */
function walking(isTold: boolean): Case {
  let at = 0
  const number = (step: number) => (at += pick(step, 201) - 100)
  const about = { ...works[0]!, says: '100,000 sets of a number that walks', number }
  return row(isTold ? 'told-walk' : 'saved-walk', about, isTold, undefined)
}
