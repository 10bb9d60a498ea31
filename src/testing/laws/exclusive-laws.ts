import type { Run } from '../../store/store.ts'
import { holds, refuses, same } from '../check.ts'
import { exclusive, hasSyncForget, keep, kept, type Law, lost, readAll, reopened } from '../law.ts'
import { makeRun, makeRuns } from '../line-maker.ts'
import { failingRun } from './rejection-laws.ts'

/** What is done while nobody else can write: all or none, with failures in it that stay where they are. */
export const exclusiveLaws: readonly Law[] = [
  {
    name: 'what is done exclusively sees what it has written, and all of it is kept',
    needs: ['exclusive'],
    async run(bench) {
      const store = exclusive(await bench.open())
      const [a, b, c] = makeRuns('x', 3) as [Run, Run, Run]
      await keep(store, a)
      const late = makeRun('x', a.head, { writer: 'w2' })
      const answer = store.exclusivelySync(() => {
        same(store.appendSync([{ runs: [b] }]), [kept], 'outcome of the first append')
        same(store.loadSync('x', 'main', 0)?.head, b.head, 'head within')
        same(store.appendSync([{ runs: [late] }]), [lost(late, b.head)], 'outcome of one that loses')
        const inner = () => store.appendSync([{ runs: [c] }])
        same(store.exclusivelySync(inner), [kept], 'outcome of what is done exclusively within')
        return 'what it gives'
      })
      same(answer, 'what it gives', 'answer')
      same(await readAll(store, 'x'), [...a.lines, ...b.lines, ...c.lines], 'lines')
      await store.close()
      await refuses('STORE_CLOSED', () => store.exclusivelySync(() => 1), 'exclusivelySync')
    },
  },
  {
    name: 'of what is done exclusively nothing is kept where it throws, and what it throws is thrown once, as it is',
    needs: ['exclusive'],
    async run(bench) {
      const store = exclusive(await bench.open())
      const [a, b, c] = makeRuns('x', 3, { bodies: 4, keyframe: '1' }) as [Run, Run, Run]
      const mark = { variable: 'x', name: 'm', ...a.head }
      same(await store.append([{ runs: [a], marks: [mark] }]), [kept], 'outcome before')
      const before = await store.load('x', 'main', 0)
      // A failure that looks like one of the file system is still that of the program.
      const error = Object.assign(new Error('the program changed its mind'), { code: 'EIO', syscall: 'read' })
      let runs = 0
      const act = (): never => {
        runs += 1
        same(store.appendSync([{ runs: [b], marks: [{ ...mark, name: 'n' }] }]), [kept], 'outcome within')
        store.appendSync([{ runs: [makeRun('y', null)] }])
        if (hasSyncForget(store)) {
          const gaps = [{ first: 1, last: 2, record: '{}', base: '1' }]
          const forgetting = { variable: 'x', branch: 'main', expected: b.head, gaps }
          same(store.forgetSync(forgetting), kept, 'forgetting within')
        }
        throw error
      }
      holds(thrownBy(() => store.exclusivelySync(act)) === error, 'something else was thrown')
      same(runs, 1, 'how often it ran')
      same(await store.load('x', 'main', 0), before, 'all of x')
      same(await store.heads(), [{ variable: 'x', branch: 'main', ...a.head }], 'heads')
      await keep(store, b, makeRun('y', null), c)
      same(await readAll(store, 'x'), [...a.lines, ...b.lines, ...c.lines], 'lines after all')
      await store.close()
    },
  },
  {
    name: 'of an append that fails within and is caught nothing is kept, and the rest is',
    needs: ['exclusive'],
    async run(bench) {
      const store = exclusive(await bench.open())
      const [a, b, c] = makeRuns('x', 3) as [Run, Run, Run]
      const y = makeRun('y', null)
      store.exclusivelySync(() => {
        same(store.appendSync([{ runs: [a] }]), [kept], 'outcome before')
        const half = [{ runs: [b] }, { runs: [y, failingRun('z')] }, { runs: [c] }]
        holds(thrownBy(() => store.appendSync(half)) !== undefined, 'lines that cannot be had were kept')
        same(store.headSync('x', 'main'), a.head, 'head after the failure')
        const nonsense = [{ runs: [b] }, { runs: [y, y] }]
        holds(thrownBy(() => store.appendSync(nonsense)) !== undefined, 'nonsense was kept')
        same(store.appendSync([{ runs: [b] }]), [kept], 'outcome after')
      })
      same(await readAll(store, 'x'), [...a.lines, ...b.lines], 'lines')
      same(await store.heads(), [{ variable: 'x', branch: 'main', ...b.head }], 'heads')
      await keep(store, c, y)
      await store.close()
    },
  },
  {
    name: 'what is done exclusively begins with what others have left, and they come after it',
    needs: ['exclusive', 'reopen'],
    async run(bench) {
      const mine = exclusive(await bench.open())
      const [a, b, c] = makeRuns('x', 3) as [Run, Run, Run]
      await keep(mine, a)
      const other = await reopened(bench)
      await keep(other, b)
      const rival = makeRun('x', b.head, { writer: 'w2' })
      const theirs = mine.exclusivelySync(() => {
        same(mine.headSync('x', 'main'), b.head, 'head within')
        const answer = other.append([{ runs: [rival] }])
        same(mine.appendSync([{ runs: [c] }]), [kept], 'outcome within')
        return { answer }
      })
      same(await theirs.answer, [lost(rival, c.head)], 'outcome of who wanted to write meanwhile')
      same(await readAll(other, 'x'), [...a.lines, ...b.lines, ...c.lines], 'lines for the other')
      const act = (): never => {
        mine.appendSync([{ runs: [makeRun('x', c.head)] }])
        throw new Error('no')
      }
      thrownBy(() => mine.exclusivelySync(act))
      same(await other.head('x', 'main'), c.head, 'head for the other after a failure')
      await keep(other, makeRun('x', c.head, { writer: 'w2' }))
      await mine.close()
      await other.close()
    },
  },
]

function thrownBy(act: () => unknown): unknown {
  try {
    act()
  } catch (error) {
    return error
  }
  return undefined
}
