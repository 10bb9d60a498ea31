import type { Moves, NamedHead, Run, Store, Watchful } from '../../store/store.ts'
import { holds, refuses, same } from '../check.ts'
import { forgetful, keep, kept, type Law, reopened, watchful } from '../law.ts'
import { makeRun, makeRuns } from '../line-maker.ts'

/** How long a watch may take to tell what has moved, in milliseconds. */
const PATIENCE = 15_000

/** What a watch tells, and that it leaves nothing out. */
export const watchingLaws: readonly Law[] = [
  {
    name: 'a watch answers at once, then tells of every branch that moves',
    needs: ['watch'],
    async run(bench) {
      const store = watchful(await bench.open())
      const [a, b, c] = makeRuns('x', 3)
      await keep(store, a!)
      const watch = start(store)
      same((await next(watch)).heads, [], 'heads of the first answer')
      await keep(store, b!)
      same((await next(watch)).heads, [headOf(b!)], 'heads after an append')
      const side = makeRun('y', null, { branch: 'side', bodies: 2 })
      same(await store.append([{ runs: [c!, side] }]), [kept], 'outcome of a unit of two')
      same((await next(watch)).heads, [headOf(c!), headOf(side)], 'heads after a unit of two')
      await store.close()
    },
  },
  {
    name: 'a branch that moved often is told once, with where it stands',
    needs: ['watch'],
    async run(bench) {
      const store = watchful(await bench.open())
      const watch = start(store)
      await next(watch)
      const runs = makeRuns('x', 20)
      await store.append(runs.map(run => ({ runs: [run] })))
      same((await next(watch)).heads, [headOf(runs.at(-1)!)], 'heads')
      await store.close()
    },
  },
  {
    name: 'a watch goes on behind its cursor, with all that moved and nothing else',
    needs: ['watch'],
    async run(bench) {
      const store = watchful(await bench.open())
      const [x, y, z] = ['x', 'y', 'z'].map(variable => makeRuns(variable, 3))
      const empty = (await next(start(store))).cursor
      await keep(store, x![0]!, y![0]!)
      const { cursor, heads } = await next(start(store, empty))
      same(heads, [headOf(x![0]!), headOf(y![0]!)], 'heads since the beginning')
      await keep(store, y![1]!, z![0]!, y![2]!)
      const later = await next(start(store, cursor))
      same(later.heads, [headOf(y![2]!), headOf(z![0]!)], 'heads since the cursor')
      same((await next(start(store, later.cursor))).heads, [], 'heads where nothing moved')
      const all = (await next(start(store, empty))).heads
      same(all, [headOf(x![0]!), headOf(y![2]!), headOf(z![0]!)], 'heads from the oldest cursor')
      await store.close()
    },
  },
  {
    name: 'no move is left out, whoever watches and whoever moves',
    needs: ['watch'],
    async run(bench) {
      const store = watchful(await bench.open())
      const other = bench.reopen ? await bench.reopen() : store
      const watches = [store, watchful(other), store].map(handle => follow(handle, 30))
      const runs = makeRuns('x', 31)
      await keep(store, runs[0]!)
      for (const [i, run] of runs.slice(1).entries()) {
        await keep(i % 2 ? store : other, run, makeRun(`v${i}`, null))
        if (i % 7 === 0) await pause(5)
      }
      for (const told of await Promise.all(watches)) {
        for (let i = 0; i < 30; i++) holds(told.has(`v${i}`), `the move of v${i} was left out`)
        same(told.get('x'), 30, 'where x stands at last')
      }
      await store.close()
      await other.close()
    },
  },
  {
    name: 'a cursor outlives its handle',
    needs: ['watch', 'reopen'],
    async run(bench) {
      const store = watchful(await bench.open())
      const [a, b] = makeRuns('x', 2)
      await keep(store, a!)
      const { cursor } = await next(start(store))
      await store.close()
      const again = watchful(await reopened(bench))
      await keep(again, b!)
      same((await next(start(again, cursor))).heads, [headOf(b!)], 'heads since the cursor')
      await again.close()
    },
  },
  {
    name: 'a cursor from before what was forgotten leads to the head',
    needs: ['watch', 'forget'],
    async run(bench) {
      const store = watchful(forgetful(await bench.open()))
      const { cursor } = await next(start(store))
      const runs = makeRuns('x', 10)
      await keep(store, ...runs)
      const { head } = runs.at(-1)!
      const gaps = [{ first: 0, last: head.index - 1, record: '{}', base: '1' }]
      const forgetting = { variable: 'x', branch: 'main', expected: head, gaps }
      same(await forgetful(store).forget(forgetting), kept, 'forgetting')
      same((await next(start(store, cursor))).heads, [headOf(runs.at(-1)!)], 'heads since the cursor')
      await store.close()
    },
  },
  {
    name: 'a watch ends with its signal, and with the store',
    needs: ['watch'],
    async run(bench) {
      const store = watchful(await bench.open())
      const stop = new AbortController()
      const [aborted, closed] = [start(store, undefined, stop.signal), start(store)]
      await Promise.all([next(aborted), next(closed)])
      const ends = [ending(aborted), ending(closed)]
      stop.abort()
      await ends[0]
      await ending(start(store, undefined, stop.signal))
      await store.close()
      await ends[1]
      await refuses('STORE_CLOSED', async () => next(start(store)), 'watch')
    },
  },
]

function start(store: Watchful, cursor?: string, signal?: AbortSignal): AsyncIterator<Moves> {
  return store
    .watch({ ...(cursor !== undefined && { cursor }), ...(signal && { signal }) })
    [Symbol.asyncIterator]()
}

async function next(watch: AsyncIterator<Moves>): Promise<Moves> {
  const answer = await inTime(watch.next(), 'a watch told nothing')
  holds(!answer.done, 'a watch ended by itself')
  return answer.value
}

async function ending(watch: AsyncIterator<Moves>): Promise<void> {
  const answer = await inTime(watch.next(), 'a watch did not end')
  holds(answer.done === true, 'a watch went on after its end')
}

/** Follows until `x` stands at an index; tells where each variable stood last. */
async function follow(store: Store & Watchful, index: number): Promise<Map<string, number>> {
  const told = new Map<string, number>()
  const stop = new AbortController()
  for (const watch = start(store, undefined, stop.signal); told.get('x') !== index || told.size <= index;) {
    for (const head of (await next(watch)).heads) {
      holds(head.index >= (told.get(head.variable) ?? 0), `${head.variable} went back to ${head.index}`)
      told.set(head.variable, head.index)
    }
  }
  stop.abort()
  return told
}

function headOf({ variable, branch, head }: Run): NamedHead {
  return { variable, branch, ...head }
}

async function inTime<T>(promise: Promise<T>, what: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} for ${PATIENCE} ms`)), PATIENCE)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, milliseconds))
}
