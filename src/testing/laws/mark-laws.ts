import { same } from '../check.ts'
import { keep, kept, type Law, lost, reopened, repeated } from '../law.ts'
import { makeRun, makeRuns } from '../line-maker.ts'

/** Marks and keyframes: what stands beside the lines. */
export const markLaws: readonly Law[] = [
  {
    name: 'marks are listed in the order of their names, in code units',
    async run(bench) {
      const store = await bench.open()
      const [a, b] = makeRuns('x', 2)
      const mark = (name: string, run: typeof a) => ({ variable: 'x', name, ...run!.head })
      const marks = [mark('b', a), mark('\uffee', b), mark('𝄞', a), mark('a', b)]
      same(await store.append([{ runs: [a!] }, { runs: [b!], marks }]), [kept, kept], 'outcomes')
      same(await store.marks('x'), [marks[3], marks[0], marks[2], marks[1]], 'marks')
      same(await store.marks('y'), [], 'marks of another variable')
      await store.close()
    },
  },
  {
    name: 'a mark is for good: the same again is a repeat, another revision loses',
    async run(bench) {
      const store = await bench.open()
      const [a, b] = makeRuns('x', 2)
      await keep(store, a!)
      const mark = { variable: 'x', name: 'm', ...a!.head }
      same(await store.append([{ runs: [], marks: [mark] }]), [kept], 'first time')
      same(await store.append([{ runs: [], marks: [mark] }]), [repeated], 'again')
      const moved = { ...mark, ...b!.head }
      const answer = [{ ok: false, variable: 'x', mark }]
      same(await store.append([{ runs: [b!], marks: [moved] }]), answer, 'for another revision')
      same(await store.head('x', 'main'), a!.head, 'head after the lost unit')
      same(await store.append([{ runs: [b!], marks: [mark] }]), [kept], 'the same mark beside a new run')
      same(await store.marks('x'), [mark], 'marks')
      await store.close()
    },
  },
  {
    name: 'the marks of a lost unit are not set',
    async run(bench) {
      const store = await bench.open()
      const [x, late] = [makeRun('x', null), makeRun('x', null, { writer: 'w2' })]
      await keep(store, x)
      const marks = [{ variable: 'x', name: 'm', ...late.head }]
      same(await store.append([{ runs: [late], marks }]), [lost(late, x.head)], 'outcomes')
      same(await store.marks('x'), [], 'marks')
      await store.close()
    },
  },
  {
    name: 'the newest keyframe is the one that is kept',
    async run(bench) {
      const store = await bench.open()
      const [a, b] = makeRuns('x', 2, { bodies: 3, keyframe: '{"v":{"n":"\\ud800"}}' })
      await keep(store, a!)
      same(await store.keyframe('x', 'main'), { ...a!.head, value: a!.keyframe }, 'first keyframe')
      await keep(store, b!)
      const newest = { ...b!.head, value: b!.keyframe }
      same(await store.keyframe('x', 'main'), newest, 'second keyframe')
      await keep(store, makeRun('x', b!.head))
      const left = await store.keyframe('x', 'main')
      if (left) same(left, newest, 'keyframe after a run without one')
      await store.close()
    },
  },
  {
    name: 'the keyframe of a lost unit is not kept',
    async run(bench) {
      const store = await bench.open()
      const x = makeRun('x', null)
      await keep(store, x)
      const late = makeRun('x', null, { writer: 'w2', keyframe: '"late"' })
      same(await store.append([{ runs: [late] }]), [lost(late, x.head)], 'outcomes')
      same(await store.keyframe('x', 'main'), undefined, 'keyframe')
      await store.close()
    },
  },
  {
    name: 'marks and keyframes outlive their handle',
    needs: ['reopen'],
    async run(bench) {
      const store = await bench.open()
      const x = makeRun('x', null, { keyframe: '{"v":[1]}' })
      const mark = { variable: 'x', name: 'm', ...x.head }
      await store.append([{ runs: [x], marks: [mark] }])
      await store.close()
      const again = await reopened(bench)
      same(await again.marks('x'), [mark], 'marks')
      same(await again.keyframe('x', 'main'), { ...x.head, value: x.keyframe }, 'keyframe')
      await again.close()
    },
  },
]
