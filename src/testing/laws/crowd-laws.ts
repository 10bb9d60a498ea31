import type { Outcome, Run, Store } from '../../store/store.ts'
import { holds, same } from '../check.ts'
import { type Bench, type Law, readAll } from '../law.ts'
import { makeRun } from '../line-maker.ts'

const APPENDS = 40

/** Many writers at once: on handles of their own where the store has them, otherwise on one. */
export const crowdLaws: readonly Law[] = [
  {
    name: 'however many append at once, indexes are dense and what was acknowledged is there once',
    async run(bench) {
      const stores = await handles(bench, 4)
      const acknowledged = await Promise.all(
        stores.map((store, i) => appendOften(store, ['x', i % 2 ? 'y' : 'z'], `w${i}`, i)),
      )
      const kept = acknowledged.flat()
      for (const variable of ['x', 'y', 'z']) {
        const lines = await readAll(stores[0]!, variable)
        const runs = kept.filter(run => run.variable === variable).sort((a, b) => a.head.index - b.head.index)
        same(
          lines,
          runs.flatMap(run => run.lines),
          `lines of ${variable}, and those that were acknowledged`,
        )
        same(await stores[0]!.head(variable, 'main'), runs.at(-1)!.head, `head of ${variable}`)
      }
      await Promise.all(stores.map(store => store.close()))
    },
  },
]

async function handles(bench: Bench, count: number): Promise<Store[]> {
  const first = await bench.open()
  const stores = [first]
  while (stores.length < count) stores.push(bench.reopen ? await bench.reopen() : first)
  return stores
}

/** Appends to one of the variables in turn until each append is acknowledged; every third is sent twice. */
async function appendOften(
  store: Store,
  variables: readonly string[],
  writer: string,
  salt: number,
): Promise<Run[]> {
  const kept: Run[] = []
  for (let n = 0; n < APPENDS; n++) {
    const variable = variables[n % variables.length]!
    let expected = (await store.head(variable, 'main')) ?? null
    for (;;) {
      const run = makeRun(variable, expected, { writer: `${writer}-${n}`, bodies: 1 + ((n + salt) % 3) })
      const outcome = await appendOne(store, run)
      if (outcome.ok) {
        holds(!outcome.repeated, `a run of ${variable} was answered as a repeat the first time`)
        if (n % 3 === 0)
          same(await appendOne(store, run), { ok: true, repeated: true }, 'a repeat in a crowd')
        kept.push(run)
        break
      }
      holds('actual' in outcome, 'a race was lost to a mark that nobody set')
      expected = outcome.actual
    }
  }
  return kept
}

async function appendOne(store: Store, run: Run): Promise<Outcome> {
  const [outcome] = await store.append([{ runs: [run] }])
  return outcome!
}
