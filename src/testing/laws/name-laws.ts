import { isVarveError } from '../../errors.ts'
import { holds, same } from '../check.ts'
import { keep, type Law, readAll } from '../law.ts'
import { makeRun } from '../line-maker.ts'

const names = [
  '__proto__',
  'constructor',
  'hasOwnProperty',
  "'; DROP TABLE runs; --",
  '%',
  '_',
  '?1',
  'NULL',
  ' ',
  'a',
  'A',
  'ａ',
  'café',
  'cafe\u0301',
  '漢字',
  '𝄞',
  '\u2028',
  'a/b',
  '../a',
  'a.b',
  '{"a":1}',
  '\uffff',
  'x'.repeat(200),
  '𝄞'.repeat(100),
]

/** Names are data: whatever is in them, they stay apart. */
export const nameLaws: readonly Law[] = [
  {
    name: 'any name of a variable is kept as it is',
    async run(bench) {
      const store = await bench.open()
      const runs = names.map(name => makeRun(name, null, { keyframe: JSON.stringify(name) }))
      await keep(store, ...runs)
      for (const { variable, lines, head, keyframe } of runs) {
        same(await readAll(store, variable), lines, `lines of ${variable}`)
        same(await store.keyframe(variable, 'main'), { ...head, value: keyframe }, `keyframe of ${variable}`)
      }
      same(
        (await store.heads()).map(head => head.variable),
        names.toSorted(),
        'names',
      )
      await store.close()
    },
  },
  {
    name: 'any name of a branch or a mark is kept as it is',
    async run(bench) {
      const store = await bench.open()
      const runs = names.map(branch => makeRun('x', null, { branch, writer: branch.slice(0, 9) }))
      await keep(store, ...runs)
      for (const { branch, lines } of runs)
        same(await readAll(store, 'x', branch), lines, `lines of branch ${branch}`)
      await store.append([
        { runs: [], marks: names.map(name => ({ variable: 'x', name, ...runs[0]!.head })) },
      ])
      same(
        (await store.marks('x')).map(mark => mark.name),
        names.toSorted(),
        'names of marks',
      )
      await store.close()
    },
  },
  {
    name: 'a name with half a surrogate pair is kept or refused, and never taken for another',
    async run(bench) {
      const store = await bench.open()
      const other = makeRun('\ufffd', null)
      await keep(store, other)
      const half = makeRun('\ud800', null)
      const failure: unknown = await store.append([{ runs: [half] }]).then(
        () => undefined,
        (error: unknown) => error,
      )
      holds(failure === undefined || isVarveError(failure, 'BAD_NAME'), `refused with ${String(failure)}`)
      same(await readAll(store, '\ud800'), failure === undefined ? half.lines : [], 'lines of the half')
      same(await store.head('\ud801', 'main'), undefined, 'head of another half')
      same(await readAll(store, '\ufffd'), other.lines, 'lines of the other')
      await store.close()
    },
  },
]
