import { same } from '../check.ts'
import { forgetful, keep, kept, type Law, lost, openForgetful, reopened, repeated } from '../law.ts'
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
    name: 'a mark of what no branch has is lost, with its unit',
    async run(bench) {
      const store = await bench.open()
      const [a, b, c] = makeRuns('x', 3, { bodies: 3 })
      const mark = (name: string, index: number) => ({ variable: 'x', name, index, hash: c!.head.hash })
      const nowhere = { ...mark('m', 0), variable: 'none' }
      const none = lost({ variable: 'none', branch: 'main' }, null)
      same(await store.append([{ runs: [a!], marks: [nowhere] }]), [none], 'of a variable that is not there')
      same(await store.heads(), [], 'heads after a mark of nothing')
      await keep(store, a!)
      const answer = lost(a!, a!.head)
      for (const index of [3, 9, -1, 0.5, NaN]) {
        same(await store.append([{ runs: [], marks: [mark('m', index)] }]), [answer], `@${index}`)
      }
      same(await store.append([{ runs: [b!], marks: [mark('m', 6)] }]), [answer], 'behind the new head')
      same(await store.append([{ runs: [b!], marks: [mark('m', 1), mark('n', 6)] }]), [answer], 'one of two')
      same([await store.head('x', 'main'), await store.marks('x')], [a!.head, []], 'head and marks')
      const marks = [mark('k', 0), mark('l', 4), mark('m', 5)]
      same(await store.append([{ runs: [b!], marks }]), [kept], 'marks of what is there, and of the new run')
      const side = makeRun('x', null, { branch: 'side', bodies: 9 })
      same(await store.append([{ runs: [side], marks: [mark('o', 8)] }]), [kept], 'a mark on another branch')
      same(await store.append([{ runs: [], marks: [mark('p', 7)] }]), [kept], 'and of what it has already')
      same(await store.append([{ runs: [], marks: [mark('q', 9)] }]), [lost(b!, b!.head)], 'behind all heads')
      same(
        (await store.marks('x')).map(({ name }) => name),
        ['k', 'l', 'm', 'o', 'p'],
        'marks',
      )
      await store.close()
    },
  },
  {
    name: 'a mark of what was forgotten is lost, whoever forgot it; one that stands is a repeat',
    needs: ['forget'],
    async run(bench) {
      const store = await openForgetful(bench)
      const other = bench.reopen ? forgetful(await bench.reopen()) : store
      const runs = makeRuns('x', 9)
      await keep(store, ...runs)
      const mark = (index: number) => ({ variable: 'x', name: `m${index}`, ...runs[index]!.head })
      const { head } = runs.at(-1)!
      same(await store.append([{ runs: [], marks: [mark(4)] }]), [kept], 'before')
      const gap = (first: number, last: number) => ({ first, last, record: '{}', base: '0' })
      const forgetting = { variable: 'x', branch: 'main', expected: head, gaps: [gap(1, 3), gap(5, 6)] }
      same(await other.forget(forgetting), kept, 'forgetting')
      const answer = [lost(runs[0]!, head)]
      for (const index of [1, 2, 3, 5, 6])
        same(await store.append([{ runs: [], marks: [mark(index)] }]), answer, `@${index}, in a gap`)
      const next = makeRun('x', head)
      same(await store.append([{ runs: [next], marks: [mark(6)] }]), answer, 'beside a run')
      same(await store.append([{ runs: [], marks: [mark(4)] }]), [repeated], 'one that stands')
      for (const index of [0, 7, 8])
        same(await store.append([{ runs: [], marks: [mark(index)] }]), [kept], `@${index}, beside the gaps`)
      same([await store.head('x', 'main'), (await store.marks('x')).length], [head, 4], 'head and marks')
      await keep(store, makeRun('x', null, { branch: 'side', bodies: 3 }))
      same(await store.append([{ runs: [], marks: [mark(2)] }]), [kept], 'what another branch still has')
      await store.close()
      await other.close()
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
