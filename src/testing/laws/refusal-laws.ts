import type { Run, Unit } from '../../store/store.ts'
import { refuses, same } from '../check.ts'
import { isSync, keep, kept, type Law, readAll } from '../law.ts'
import { makeRun, makeRuns } from '../line-maker.ts'

/** That no store writes what cannot be right, whatever stands in it. */
export const refusalLaws: readonly Law[] = [
  {
    name: 'units that make no sense are refused, and with them the whole append',
    async run(bench) {
      const store = await bench.open()
      const [a, b, c] = makeRuns('x', 3, { bodies: 2 }) as [Run, Run, Run]
      await keep(store, a)
      const before = await store.heads()
      const [y, side] = [makeRun('y', null), makeRun('x', null, { branch: 'side' })]
      const { hash } = b.head
      const nonsense: [what: string, runs: readonly Run[]][] = [
        ['two runs of a branch, one behind the other', [b, c]],
        ['two runs of a branch, both with the same head before', [b, makeRun('x', a.head, { writer: 'w2' })]],
        ['the same run twice, with another between', [b, y, b]],
        ['a new branch twice', [side, side]],
        ['a run without lines', [{ ...b, lines: [] }]],
        ['a run without lines whose head stays', [{ ...b, lines: [], head: a.head }]],
        ['a new branch without lines', [{ ...y, lines: [] }]],
        ['a head beyond the lines', [{ ...b, head: { index: 4, hash } }]],
        ['a head before the last line', [{ ...b, head: { index: 2, hash } }]],
        ['a new branch that begins late', [{ ...y, head: { index: 1, hash } }]],
        ['a head that is no index', [{ ...b, head: { index: NaN, hash } }]],
      ]
      const good: Unit = { runs: [makeRun('z', null)] }
      for (const [what, runs] of nonsense) {
        await refuses('REFUSED', () => store.append([good, { runs }, good]), what)
        if (isSync(store)) await refuses('REFUSED', () => store.appendSync([{ runs }, good]), what)
        same(await store.heads(), before, `heads after ${what}`)
        same(await readAll(store, 'x'), a.lines, `lines after ${what}`)
      }
      same(await store.append([good, { runs: [b, y, side] }]), [kept, kept], 'outcomes of what makes sense')
      await store.close()
    },
  },
]
