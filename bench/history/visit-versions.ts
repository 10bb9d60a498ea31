import type { Bar } from '../runner/bar.ts'
import type { Case, Measured, Run } from '../runner/case.ts'
import { collect } from '../runner/collect.ts'
import { scattered } from '../runner/scattered.ts'
import { timed } from '../runner/timed.ts'
import { begin, lengthOf, works, type LongHistory } from './long-history.ts'

const must = { W1: 20, W2: 1_000, W3: 1_000 }
const tenth = ' at 10 %'
const noted = 250

/** One random version of a long history, whole; and whether a history of a tenth makes it cheaper. */
export const visitVersions: readonly Case[] = works.flatMap(about => [
  row(
    `checkout-${about.name}`,
    `a random version after ${about.says}`,
    ['varve', 'loro', 'travels', 'yjs', 'automerge'],
    { kind: 'at most', must: must[about.name] },
    about,
  ),
  row(
    `length-${about.name}`,
    'the same, against a history of a tenth',
    ['varve', `varve${tenth}`, 'loro', `loro${tenth}`],
    { kind: 'growth', of: `varve${tenth}`, must: 1.5 },
    about,
  ),
])

function row(
  name: string,
  workload: string,
  candidates: readonly string[],
  bar: Bar,
  about: LongHistory,
): Case {
  return {
    row: name,
    workload,
    unit: 'µs',
    candidates,
    bars: [bar],
    measure: (candidate, run) =>
      visit(candidate.replace(tenth, ''), candidate.endsWith(tenth) ? 10 : 1, about, run),
  }
}

async function visit(candidate: string, part: number, about: LongHistory, run: Run): Promise<Measured> {
  const past = await begin(candidate, about, run)
  const length = lengthOf(about, run) / part
  const at = scattered(length)
  const wanted = new Set(Array.from({ length: noted }, (_, i) => at(i)))
  let made = 0
  const edit = (step: number): void => {
    past.edit(step)
    made = step + 1
    if (past.note && wanted.has(made)) past.note(made)
  }
  timed(edit, { count: length, budget: run.quick ? 0.5 : 8 })
  // Who has to note versions has these; everybody else has all.
  const versions = past.note ? [...wanted].filter(version => version > 0 && version <= made) : undefined
  const step = (index: number): void => {
    const version = versions ? versions[index % versions.length]! : at(index)
    if (past.visit(version) === undefined) throw new Error(`${candidate}: nothing in version ${version}`)
  }
  // No version is asked for twice: some remember what they gave out.
  const all = versions?.length ?? length
  const warmUp = Math.min(versions ? 50 : 1_000, Math.ceil(all / 4))
  const most = Math.min(all - warmUp, 20_000)
  timed(step, { count: warmUp, budget: run.quick ? 0.1 : 0.5 })
  collect()
  const measured = timed(step, {
    from: warmUp,
    count: Math.min(most, 100),
    most,
    budget: run.quick ? 0.2 : 1.5,
  })
  return made < length ? { ...measured, note: `history of ${made.toLocaleString('en')}` } : measured
}
