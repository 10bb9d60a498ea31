import type { Run } from '../../store/store.ts'
import { holds, same } from '../check.ts'
import { keep, kept, type Law, lost, readAll, reopened, repeated } from '../law.ts'
import { makeRun, makeRuns } from '../line-maker.ts'

/** Who wins, who is told what, and how a repeat is answered. */
export const raceLaws: readonly Law[] = [
  {
    name: 'a head that does not stand loses, and the actual one is told',
    async run(bench) {
      const store = await bench.open()
      const [a, b, c] = makeRuns('x', 3)
      const early = [
        makeRun('x', null, { writer: 'w2' }),
        makeRun('x', { ...a!.head, hash: b!.head.hash }),
        c!,
      ]
      same(await store.append([{ runs: [b!] }]), [lost(b!, null)], 'outcome where nothing is')
      await keep(store, a!)
      for (const run of early)
        same(await store.append([{ runs: [run] }]), [lost(run, a!.head)], 'outcome of a wrong head')
      same(await readAll(store, 'x'), a!.lines, 'lines')
      await store.close()
    },
  },
  {
    name: 'of many writers that expect the same head exactly one wins',
    async run(bench) {
      const store = await bench.open()
      const first = makeRun('x', null)
      await keep(store, first)
      const runs = Array.from({ length: 20 }, (_, i) => makeRun('x', first.head, { writer: `w${i}` }))
      await exactlyOne(await Promise.all(runs.map(run => store.append([{ runs: [run] }]))), runs)
      same((await readAll(store, 'x')).length, 2, 'count of lines')
      await store.close()
    },
  },
  {
    name: 'of two handles that expect the same head exactly one wins',
    needs: ['reopen'],
    async run(bench) {
      const one = await bench.open()
      const first = makeRun('x', null)
      await keep(one, first)
      const other = await reopened(bench)
      const runs = ['w1', 'w2', 'w3', 'w4'].map(writer => makeRun('x', first.head, { writer }))
      const stores = [one, other, one, other]
      await exactlyOne(await Promise.all(runs.map((run, i) => stores[i]!.append([{ runs: [run] }]))), runs)
      same(await other.head('x', 'main'), await one.head('x', 'main'), 'head of both')
      const next = makeRun('x', (await one.head('x', 'main'))!)
      await keep(other, next)
      same(await one.head('x', 'main'), next.head, 'head that the other moved')
      const unread = makeRun('y', null)
      const reads = [{ variable: 'x', branch: 'main', expected: first.head }]
      same(
        await one.append([{ runs: [unread], reads }]),
        [lost(next, next.head)],
        'outcome of an outdated read',
      )
      await one.close()
      await other.close()
    },
  },
  {
    name: 'a head that another handle has moved since loses, also by the one that set it',
    needs: ['reopen'],
    async run(bench) {
      const one = await bench.open()
      const [a, b] = makeRuns('x', 2)
      await keep(one, a!)
      const other = await reopened(bench)
      await keep(other, b!)
      const late = makeRun('x', a!.head, { writer: 'w2' })
      same(await one.append([{ runs: [late] }]), [lost(late, b!.head)], 'outcome')
      same(await readAll(one, 'x'), [...a!.lines, ...b!.lines], 'lines')
      await keep(one, makeRun('x', b!.head))
      await one.close()
      await other.close()
    },
  },
  {
    name: 'heads that were read must stand',
    async run(bench) {
      const store = await bench.open()
      const [x, y, z] = [makeRun('x', null), makeRun('y', null), makeRun('z', null)]
      await keep(store, x)
      const reading = (variable: string, expected: Run['expected']) => [
        { variable, branch: 'main', expected },
      ]
      const wrong = makeRun('x', null, { writer: 'w2' }).head
      same(
        await store.append([{ runs: [y], reads: reading('x', wrong) }]),
        [lost(x, x.head)],
        'a read that does not stand',
      )
      same(
        await store.append([{ runs: [y], reads: reading('x', null) }]),
        [lost(x, x.head)],
        'a read of nothing',
      )
      same(
        await store.append([{ runs: [y], reads: reading('none', wrong) }]),
        [lost({ ...x, variable: 'none' }, null)],
        'a read of what is not',
      )
      same(await store.append([{ runs: [y], reads: reading('x', x.head) }]), [kept], 'a read that stands')
      same(
        await store.append([{ runs: [z], reads: reading('none', null) }]),
        [kept],
        'a read of nothing that stands',
      )
      same(
        await store.append([{ runs: [], reads: reading('x', null) }]),
        [lost(x, x.head)],
        'a unit that only reads',
      )
      await store.close()
    },
  },
  {
    name: 'a repeat is answered as the first time, however much was appended since',
    async run(bench) {
      const store = await bench.open()
      const [a, b, ...later] = makeRuns('x', 30, { bodies: 3 })
      const units = [{ runs: [a!] }, { runs: [b!, makeRun('y', null)] }]
      same(await store.append(units), [kept, kept], 'first time')
      same(await store.append(units), [repeated, repeated], 'at once')
      await keep(store, ...later)
      same(await store.append(units), [repeated, repeated], 'after later appends')
      same(
        await store.append([units[0]!, { runs: [makeRun('z', null)] }]),
        [repeated, kept],
        'beside a new one',
      )
      same((await readAll(store, 'x')).length, 90, 'count of lines')
      await store.close()
    },
  },
  {
    name: 'a repeat within one append is answered as one',
    async run(bench) {
      const store = await bench.open()
      const unit = { runs: makeRuns('x', 1, { bodies: 2 }) }
      same(await store.append([unit, unit]), [kept, repeated], 'outcomes')
      same((await readAll(store, 'x')).length, 2, 'count of lines')
      await store.close()
    },
  },
  {
    name: 'a repeat is answered as one after reopening',
    needs: ['reopen'],
    async run(bench) {
      const store = await bench.open()
      const runs = makeRuns('x', 5, { bodies: 2 })
      await keep(store, ...runs)
      await store.close()
      const again = await reopened(bench)
      same(
        await again.append(runs.map(run => ({ runs: [run] }))),
        runs.map(() => repeated),
        'outcomes',
      )
      same((await readAll(again, 'x')).length, 10, 'count of lines')
      await again.close()
    },
  },
  {
    name: 'only the very same lines are a repeat',
    async run(bench) {
      const store = await bench.open()
      const [a, b, c] = makeRuns('x', 3, { bodies: 2 })
      await keep(store, a!, b!, c!)
      const other = makeRun('x', a!.head, { bodies: 2, writer: 'w2' })
      const longer = makeRun('x', b!.head, { bodies: 3 })
      const half = makeRun('y', null)
      same(await store.append([{ runs: [other] }]), [lost(other, c!.head)], 'other lines at the same indexes')
      same(await store.append([{ runs: [longer] }]), [lost(longer, c!.head)], 'more lines than there are')
      same(
        await store.append([{ runs: [b!, half] }]),
        [lost(b!, c!.head)],
        'a unit that is there only in part',
      )
      same(await store.head('y', 'main'), undefined, 'head of the part that was new')
      await store.close()
    },
  },
]

async function exactlyOne(outcomes: readonly (readonly unknown[])[], runs: readonly Run[]): Promise<void> {
  const winners = runs.filter((_, i) => JSON.stringify(outcomes[i]) === JSON.stringify([kept]))
  holds(winners.length === 1, `${winners.length} of ${runs.length} writers won: ${JSON.stringify(outcomes)}`)
  const losers = runs.filter(run => run !== winners[0])
  const told = outcomes.filter(outcome => JSON.stringify(outcome) !== JSON.stringify([kept]))
  same(
    told,
    losers.map(run => [lost(run, winners[0]!.head)]),
    'what the losers are told',
  )
}
