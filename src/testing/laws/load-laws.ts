import { isForgetful } from '../../store/capabilities.ts'
import type { Store } from '../../store/store.ts'
import { holds, refuses, same } from '../check.ts'
import { isSync, keep, kept, type Law } from '../law.ts'
import { makeRun, makeRuns } from '../line-maker.ts'
import { MovingBranch, mustBeOneState } from '../moving-branch.ts'

/** How often the branch moves on while it is loaded. */
const STEPS = 60

/** What one call gives of a branch, and that it is of one state. */
export const loadLaws: readonly Law[] = [
  {
    name: 'a load gives what the single calls give',
    async run(bench) {
      const store = await bench.open()
      same(await store.load('x', 'main', 0), undefined, 'a load of an empty store')
      const runs = makeRuns('x', 4, { bodies: 3, keyframe: '7' })
      const mark = (name: string, run: (typeof runs)[0]) => ({ variable: 'x', name, ...run.head })
      await keep(store, ...runs.slice(0, 3), makeRun('y', null), makeRun('x', null, { branch: 'side' }))
      await agree(store)
      const last = { runs: [runs[3]!], marks: [mark('\uffee', runs[3]!), mark('𝄞', runs[1]!)] }
      same(await store.append([last]), [kept], 'outcome of the marks')
      await agree(store)
      same(await store.load('x', 'none', 0), undefined, 'a load of an unknown branch')
      same(await store.load('none', 'main', 0), undefined, 'a load of an unknown variable')
      if (isForgetful(store)) {
        const gap = (first: number, last: number) => ({ first, last, record: '{}', base: '0' })
        const gaps = [gap(1, 2), gap(6, 8)]
        const forgetting = { variable: 'x', branch: 'main', expected: runs[3]!.head, gaps }
        same(await store.forget(forgetting), kept, 'forgetting')
        await agree(store)
      }
      await store.close()
      await refuses('STORE_CLOSED', () => store.load('x', 'main', 0), 'load')
      if (isSync(store)) await refuses('STORE_CLOSED', () => store.loadSync('x', 'main', 0), 'loadSync')
    },
  },
  {
    name: 'who loads while others append, mark and forget sees one state',
    async run(bench) {
      const writer = await bench.open()
      const reader = bench.reopen ? await bench.reopen() : writer
      const branch = new MovingBranch('x')
      let isMoving = true
      const moving = move(writer, branch).finally(() => (isMoving = false))
      let loads = 0
      while (isMoving) {
        const stored = await reader.load('x', 'main', 0)
        if (stored) mustBeOneState('x', stored)
        loads++
      }
      await moving
      holds(loads > 0, 'nothing was loaded')
      mustBeOneState('x', (await reader.load('x', 'main', 0))!)
      await writer.close()
      await reader.close()
    },
  },
]

async function move(store: Store, branch: MovingBranch): Promise<void> {
  for (let step = 0; step < STEPS; step++) {
    same(await store.append([branch.next()]), [kept], 'outcome of a move')
    const forgetting = step % 2 === 0 && isForgetful(store) ? branch.forgetting() : undefined
    if (forgetting && isForgetful(store)) holds((await store.forget(forgetting)).ok, 'forgetting was lost')
  }
}

/** Compares a load with the other calls, from several indexes on. */
async function agree(store: Store): Promise<void> {
  for (const [variable, branch] of [
    ['x', 'main'],
    ['x', 'side'],
    ['y', 'main'],
  ] as const) {
    const head = (await store.head(variable, branch))!
    for (const from of [0, 1, 4, 8, head.index, head.index + 1, 100, -3]) {
      const expected = {
        head,
        lines: await store.read(variable, branch, from, head.index),
        keyframe: await store.keyframe(variable, branch),
        marks: await store.marks(variable),
        gaps: isForgetful(store) ? await store.gaps(variable, branch) : [],
      }
      same(await store.load(variable, branch, from), expected, `${variable} (${branch}) from ${from} on`)
      if (isSync(store)) same(store.loadSync(variable, branch, from), expected, 'loadSync')
    }
  }
}
