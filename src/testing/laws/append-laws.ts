import { revisionHash } from '../../history/hash.ts'
import type { Run } from '../../store/store.ts'
import { holds, same } from '../check.ts'
import { isSync, keep, kept, lost, type Law, readAll } from '../law.ts'
import { makeRun, makeRuns } from '../line-maker.ts'

const awkward = [
  '"\\ud800"',
  '"\\u2028\\u0000"',
  '"a \\"},{\\" b"',
  '"},\\n{"',
  '[{"i":1},{"i":2}]',
  '"é 漢 𝄞 \u2028"',
  '{"v":{"i":0}}',
]

/** What an append keeps, and that units are whole. */
export const appendLaws: readonly Law[] = [
  {
    name: 'lines are read back byte for byte, in order',
    async run(bench) {
      const store = await bench.open()
      const run = makeRun('x', null, { bodies: awkward })
      await keep(store, run)
      same(await readAll(store, 'x'), run.lines, 'lines')
      const singles: Run[] = []
      for (const body of awkward) singles.push(makeRun('y', singles.at(-1)?.head ?? null, { bodies: [body] }))
      await keep(store, ...singles)
      same(
        await readAll(store, 'y'),
        singles.flatMap(({ lines }) => lines),
        'lines appended one by one',
      )
      await store.close()
    },
  },
  {
    name: 'the head is that of the last run',
    async run(bench) {
      const store = await bench.open()
      for (const run of makeRuns('x', 3, { bodies: 4 })) {
        await keep(store, run)
        same(await store.head('x', 'main'), run.head, 'head')
      }
      await store.close()
    },
  },
  {
    name: 'an append of nothing answers with nothing',
    async run(bench) {
      const store = await bench.open()
      same(await store.append([]), [], 'outcomes')
      same(await store.heads(), [], 'heads')
      await store.close()
    },
  },
  {
    name: 'units are taken in order: a unit may continue the one before it',
    async run(bench) {
      const store = await bench.open()
      const [a, b, c] = makeRuns('x', 3)
      same(
        await store.append([{ runs: [a!] }, { runs: [c!] }, { runs: [b!] }]),
        [kept, lost(c!, a!.head), kept],
        'outcomes',
      )
      same(await readAll(store, 'x'), [...a!.lines, ...b!.lines], 'lines')
      await store.close()
    },
  },
  {
    name: 'a unit is kept as a whole or not at all',
    async run(bench) {
      const store = await bench.open()
      const [x, y, z] = [makeRun('x', null), makeRun('y', null), makeRun('z', null)]
      await keep(store, y)
      const foreign = makeRun('y', null, { writer: 'w2' })
      same(await store.append([{ runs: [x, foreign, z] }]), [lost(foreign, y.head)], 'outcomes')
      same(await store.heads(), [{ variable: 'y', branch: 'main', ...y.head }], 'heads')
      same(await readAll(store, 'x'), [], 'lines of the unit that was lost')
      await store.close()
    },
  },
  {
    name: 'a lost unit does not touch the others',
    async run(bench) {
      const store = await bench.open()
      const [a, b] = [makeRun('a', null), makeRun('b', null)]
      const late = makeRun('a', null, { writer: 'w2' })
      same(
        await store.append([{ runs: [a] }, { runs: [late] }, { runs: [b] }]),
        [kept, lost(late, a.head), kept],
        'outcomes',
      )
      same(await readAll(store, 'b'), b.lines, 'lines of the unit after the lost one')
      await store.close()
    },
  },
  {
    name: 'a line of 1 MB is kept whole',
    async run(bench) {
      const store = await bench.open()
      const big = makeRun('x', null, { bodies: [JSON.stringify('é"},\n{'.repeat(150_000)), '1'] })
      await keep(store, big)
      const lines = await readAll(store, 'x')
      same(
        lines.map(({ length }) => length),
        big.lines.map(({ length }) => length),
        'lengths',
      )
      holds(
        lines.every((line, i) => line === big.lines[i]),
        'the lines differ',
      )
      await store.close()
    },
  },
  {
    name: 'what is kept forms the chain of hashes that its head names',
    async run(bench) {
      const store = await bench.open()
      const [first, second] = makeRuns('x', 2, { bodies: 5 })
      await keep(store, first!, second!)
      const rest = await store.read('x', 'main', 5, 9)
      same(
        rest.reduce(revisionHash, first!.head.hash),
        (await store.head('x', 'main'))?.hash,
        'hash at the end',
      )
      await store.close()
    },
  },
  {
    name: 'the twins with Sync agree with the others',
    async run(bench) {
      const store = await bench.open()
      if (!isSync(store)) return store.close()
      const [a, b] = makeRuns('x', 2, { bodies: 2, keyframe: '1' })
      const mark = { variable: 'x', name: 'm', ...a!.head }
      same(store.appendSync([{ runs: [a!], marks: [mark] }]), [kept], 'appendSync')
      same(await store.append([{ runs: [b!] }]), [kept], 'append')
      same(store.headSync('x', 'main'), await store.head('x', 'main'), 'headSync')
      same(store.headsSync(), await store.heads(), 'headsSync')
      same(store.readSync('x', 'main', 1, 2), await store.read('x', 'main', 1, 2), 'readSync')
      same(store.keyframeSync('x', 'main'), await store.keyframe('x', 'main'), 'keyframeSync')
      same(store.marksSync('x'), await store.marks('x'), 'marksSync')
      store.closeSync()
    },
  },
]
