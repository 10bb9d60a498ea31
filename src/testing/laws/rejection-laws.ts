import type { Run } from '../../store/store.ts'
import { holds, same } from '../check.ts'
import { keep, kept, type Law, lost, readAll } from '../law.ts'
import { makeRun, makeRuns } from '../line-maker.ts'

/** Nothing of an append that failed stays, whatever made it fail. */
export const rejectionLaws: readonly Law[] = [
  {
    name: 'nothing is kept of an append that fails half-way',
    async run(bench) {
      const store = await bench.open()
      const [before, x, later] = makeRuns('x', 3)
      await keep(store, before!)
      const y = makeRun('y', null)
      const failure: unknown = await store
        .append([{ runs: [x!] }, { runs: [y, failingRun('z')] }, { runs: [later!] }])
        .then(
          () => undefined,
          (error: unknown) => error,
        )
      holds(failure !== undefined, 'an append whose lines cannot be read was acknowledged')
      same(await store.heads(), [{ variable: 'x', branch: 'main', ...before!.head }], 'heads')
      same(await readAll(store, 'x'), before!.lines, 'lines')
      same(await readAll(store, 'z'), [], 'lines of the run that failed')
      await keep(store, x!, y)
      same(await readAll(store, 'x'), [...before!.lines, ...x!.lines], 'lines after the store was used again')
      await store.close()
    },
  },
  {
    name: 'an append that fails, or loses, does not touch those of others at the same time',
    async run(bench) {
      const store = await bench.open()
      const [a, b, c] = ['a', 'b', 'c'].map(variable => makeRun(variable, null))
      const late = makeRun('a', null, { writer: 'w2' })
      const [first, failed, second, unlucky, third] = await Promise.allSettled([
        store.append([{ runs: [a!] }]),
        store.append([{ runs: [failingRun('f')] }]),
        store.append([{ runs: [b!] }]),
        store.append([{ runs: [late] }]),
        store.append([{ runs: [c!] }]),
      ])
      holds(failed.status === 'rejected', 'an append whose lines cannot be read was acknowledged')
      for (const answer of [first, second, third])
        same(answer, { status: 'fulfilled', value: [kept] }, 'the outcome of a stranger')
      same(unlucky, { status: 'fulfilled', value: [lost(late, a!.head)] }, 'the outcome of the one that lost')
      for (const run of [a!, b!, c!])
        same(await readAll(store, run.variable), run.lines, `lines of ${run.variable}`)
      same(await store.head('f', 'main'), undefined, 'head of what failed')
      await store.close()
    },
  },
]

/** Makes a run whose second line cannot be had: what a client hands in may fail at any moment. */
export function failingRun(variable: string): Run {
  const run = makeRun(variable, null, { bodies: 2 })
  const lines = new Proxy(run.lines, {
    get: (target, key, receiver) => {
      if (key === '1') throw new Error('the line cannot be had')
      return Reflect.get(target, key, receiver) as unknown
    },
  })
  return { ...run, lines }
}
