import { same } from '../check.ts'
import { keep, kept, type Law, readAll } from '../law.ts'
import { makeRun, makeRuns } from '../line-maker.ts'

/** What is found, and what is not. */
export const readLaws: readonly Law[] = [
  {
    name: 'a read is clipped to what there is',
    async run(bench) {
      const store = await bench.open()
      const runs = [...makeRuns('x', 3, { bodies: 3 })]
      await keep(store, ...runs)
      const lines = runs.flatMap(run => run.lines)
      for (const [from, to] of [
        [0, 8],
        [2, 3],
        [3, 5],
        [4, 4],
        [8, 8],
        [-5, 2],
        [7, 100],
        [0, Infinity],
      ] as const) {
        same(
          await store.read('x', 'main', from, to),
          lines.slice(Math.max(from, 0), to + 1),
          `lines ${from} to ${to}`,
        )
      }
      for (const [from, to] of [
        [5, 4],
        [9, 12],
        [-4, -1],
      ] as const) {
        same(await store.read('x', 'main', from, to), [], `lines ${from} to ${to}`)
      }
      await store.close()
    },
  },
  {
    name: 'what is unknown has no head, no lines, no keyframe and no marks',
    async run(bench) {
      const store = await bench.open()
      for (const round of ['of an empty store', 'beside others']) {
        same(await store.head('none', 'main'), undefined, `head ${round}`)
        same(await readAll(store, 'none'), [], `lines ${round}`)
        same(await store.keyframe('none', 'main'), undefined, `keyframe ${round}`)
        same(await store.marks('none'), [], `marks ${round}`)
        same(await store.head('x', 'none'), undefined, `head of an unknown branch ${round}`)
        same(await readAll(store, 'x', 'none'), [], `lines of an unknown branch ${round}`)
        await store.append([{ runs: [makeRun('x', null, { keyframe: '0' })] }])
      }
      await store.close()
    },
  },
  {
    name: 'heads are ordered by variable, then branch, in code units',
    async run(bench) {
      const store = await bench.open()
      const names = ['b', 'a', 'B', 'é', '\uffee', '𝄞', 'a b', '10', '9']
      const runs = names.flatMap(name =>
        ['main', 'a', '\uffee', '𝄞'].map(branch => makeRun(name, null, { branch })),
      )
      await keep(store, ...runs)
      const expected = runs.map(({ variable, branch, head }) => ({ variable, branch, ...head }))
      expected.sort((a, b) => compare(a.variable, b.variable) || compare(a.branch, b.branch))
      same(await store.heads(), expected, 'heads')
      await store.close()
    },
  },
  {
    name: 'branches do not see each other',
    async run(bench) {
      const store = await bench.open()
      const main = makeRuns('x', 3)
      const side = makeRuns('x', 2, { branch: 'side', writer: 'w2', keyframe: '"side"' })
      await keep(store, main[0]!, side[0]!, main[1]!, side[1]!, main[2]!)
      same(
        await readAll(store, 'x'),
        main.flatMap(run => run.lines),
        'lines of main',
      )
      same(
        await readAll(store, 'x', 'side'),
        side.flatMap(run => run.lines),
        'lines of side',
      )
      same(await store.head('x', 'side'), side[1]!.head, 'head of side')
      same(await store.keyframe('x', 'main'), undefined, 'keyframe of main')
      same(
        (await store.append([{ runs: [makeRun('x', side[1]!.head)] }]))[0]?.ok,
        false,
        'the head of another branch',
      )
      await store.close()
    },
  },
  {
    name: 'many variables are kept apart',
    async run(bench) {
      const store = await bench.open()
      const rounds = Array.from({ length: 300 }, (_, i) => makeRuns(`v${i}`, 3, { writer: `w${i}` }))
      for (const round of [0, 1, 2]) {
        const outcomes = await store.append([{ runs: rounds.map(runs => runs[round]!) }])
        same(outcomes, [kept], 'outcome of a unit of 300 variables')
      }
      for (const runs of rounds)
        same(
          await readAll(store, runs[0]!.variable),
          runs.flatMap(run => run.lines),
          'lines',
        )
      same((await store.heads()).length, 300, 'count of heads')
      await store.close()
    },
  },
]

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
