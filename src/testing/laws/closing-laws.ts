import { refuses, same } from '../check.ts'
import { isSync, keep, type Law, readAll, reopened } from '../law.ts'
import { makeRun, makeRuns } from '../line-maker.ts'

/** What is left after the end of a handle. */
export const closingLaws: readonly Law[] = [
  {
    name: 'what was acknowledged is there after reopening',
    needs: ['reopen'],
    async run(bench) {
      const store = await bench.open()
      const runs = [...makeRuns('x', 20, { bodies: 2 }), ...makeRuns('y', 3, { branch: 'side' })]
      await keep(store, ...runs)
      const heads = await store.heads()
      await store.close()
      const again = await reopened(bench)
      same(await again.heads(), heads, 'heads')
      same(
        await readAll(again, 'x'),
        runs.slice(0, 20).flatMap(run => run.lines),
        'lines',
      )
      await keep(again, makeRun('x', runs[19]!.head))
      await again.close()
    },
  },
  {
    name: 'what was acknowledged is seen by another handle at once',
    needs: ['reopen'],
    async run(bench) {
      const store = await bench.open()
      const run = makeRun('x', null, { bodies: 3 })
      await keep(store, run)
      const other = await reopened(bench)
      same(await readAll(other, 'x'), run.lines, 'lines')
      await store.close()
      same(await readAll(other, 'x'), run.lines, 'lines after the first handle was closed')
      await other.close()
    },
  },
  {
    name: 'an append that was asked for before the end is kept or refused as a whole',
    async run(bench) {
      const store = await bench.open()
      const runs = makeRuns('x', 1, { bodies: 3 })
      const answer = store.append([{ runs }]).then(
        () => true,
        () => false,
      )
      await store.close()
      const acknowledged = await answer
      if (!bench.reopen) return
      const again = await reopened(bench)
      same(await readAll(again, 'x'), acknowledged ? runs[0]!.lines : [], 'lines')
      await again.close()
    },
  },
  {
    name: 'after the end every call fails with STORE_CLOSED',
    async run(bench) {
      const store = await bench.open()
      await keep(store, makeRun('x', null))
      await store.close()
      await refuses('STORE_CLOSED', () => store.append([{ runs: [makeRun('y', null)] }]), 'append')
      await refuses('STORE_CLOSED', () => store.append([]), 'append of nothing')
      await refuses('STORE_CLOSED', () => store.head('x', 'main'), 'head')
      await refuses('STORE_CLOSED', () => store.heads(), 'heads')
      await refuses('STORE_CLOSED', () => store.read('x', 'main', 0, 1), 'read')
      await refuses('STORE_CLOSED', () => store.keyframe('x', 'main'), 'keyframe')
      await refuses('STORE_CLOSED', () => store.marks('x'), 'marks')
      if (!isSync(store)) return
      await refuses('STORE_CLOSED', () => store.appendSync([]), 'appendSync')
      await refuses('STORE_CLOSED', () => store.headSync('x', 'main'), 'headSync')
      await refuses('STORE_CLOSED', () => store.headsSync(), 'headsSync')
      await refuses('STORE_CLOSED', () => store.readSync('x', 'main', 0, 1), 'readSync')
      await refuses('STORE_CLOSED', () => store.keyframeSync('x', 'main'), 'keyframeSync')
      await refuses('STORE_CLOSED', () => store.marksSync('x'), 'marksSync')
    },
  },
  {
    name: 'closing twice, or before anything was done, is harmless',
    async run(bench) {
      const store = await bench.open()
      await store.close()
      await store.close()
      if (isSync(store)) store.closeSync()
      await refuses('STORE_CLOSED', () => store.heads(), 'heads')
    },
  },
]
