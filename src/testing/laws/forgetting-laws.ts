import type { Forgetful, Forgetting, Gap, Outcome, Run, Store } from '../../store/store.ts'
import { holds, refuses, same } from '../check.ts'
import {
  forgetful,
  hasSyncForget,
  keep,
  kept,
  type Law,
  lost,
  openForgetful,
  querying,
  readAll,
  reopened,
  repeated,
} from '../law.ts'
import { bounds, gap, growing, without } from '../gap-maker.ts'
import { makeRun, makeRuns } from '../line-maker.ts'

/** What forgetting takes away, what it leaves, and when it is refused. */
export const forgettingLaws: readonly Law[] = [
  {
    name: 'what was forgotten is gone, and the rest is read in order',
    needs: ['forget'],
    async run(bench) {
      const { store, lines, head } = await filled(await openForgetful(bench))
      const gaps = [gap(2, 7)]
      same(await store.gaps('x', 'main'), [], 'gaps before')
      same(await store.forget(of(head, gaps)), kept, 'outcome')
      same(await store.gaps('x', 'main'), gaps, 'gaps')
      same(await store.head('x', 'main'), head, 'head')
      for (const [from, to] of [
        [0, Infinity],
        [0, 4],
        [3, 9],
        [3, 6],
        [7, 8],
        [8, 8],
        [1, 1],
      ] as const) {
        const left = without(lines, gaps, from, to)
        same(await store.read('x', 'main', from, to), left, `lines ${from} to ${to}`)
      }
      await store.close()
    },
  },
  {
    name: 'gaps grow and merge, and lines go on being appended',
    needs: ['forget'],
    async run(bench) {
      const { store, lines, head } = await filled(await openForgetful(bench), 30)
      const all = [...lines]
      let last = head
      for (const gaps of growing(head.index)) {
        same(await store.forget(of(last, gaps)), kept, `forgetting ${bounds(gaps)}`)
        const run = makeRun('x', last, { bodies: 2 })
        await keep(store, run)
        all.push(...run.lines)
        last = run.head
        same(await readAll(store, 'x'), without(all, gaps), `lines with ${bounds(gaps)} forgotten`)
        same(await store.gaps('x', 'main'), gaps, 'gaps')
      }
      await store.close()
    },
  },
  {
    name: 'all but the head can be forgotten',
    needs: ['forget'],
    async run(bench) {
      const { store, lines, head } = await filled(await openForgetful(bench))
      same(await store.forget(of(head, [gap(0, head.index - 1)])), kept, 'outcome')
      same(await readAll(store, 'x'), lines.slice(-1), 'lines')
      const next = makeRun('x', head)
      await keep(store, next)
      same(await store.forget(of(next.head, [gap(0, head.index)])), kept, 'outcome of one more')
      same(await readAll(store, 'x'), next.lines, 'lines of the last run')
      await store.close()
    },
  },
  {
    name: 'what a collection shows of revisions is forgotten with them',
    needs: ['forget', 'query'],
    async run(bench) {
      const store = querying(await openForgetful(bench))
      const run = makeRun('x', null, { bodies: 5 })
      const rest = { kind: 'set', state: 'retired', start: 1, end: 2, label: null, comment: 'why' } as const
      const revisions = run.lines.map((_, index) => ({ ...rest, index, version: index, creator: 'who' }))
      const { variable, head } = run
      const of = {
        variable,
        head,
        collection: 'c',
        key: 'x',
        version: head.index,
        isCurrent: true,
        value: '{}',
      }
      same(await store.append([{ runs: [run], shown: [{ ...of, revisions }] }]), [kept], 'outcomes')
      same(
        await forgetful(store).forget({ variable, branch: 'main', expected: head, gaps: [gap(1, 2)] }),
        kept,
        'outcome',
      )
      const [members, states] = [{ collection: 'c', where: [], isWithDeleted: true }, ['retired'] as const]
      const found = await store.revisions({ ...members, states, isReversed: false }, { limit: 9 })
      same(
        found.map(({ index }) => index),
        [0, 3, 4],
        'revisions that are shown',
      )
      same(await store.countMembers(members), 1, 'members')
      await store.close()
    },
  },
  {
    name: 'a gap keeps its record and its base to the letter',
    needs: ['forget'],
    async run(bench) {
      const { store, head } = await filled(await openForgetful(bench))
      const awkward = {
        first: 1,
        last: 3,
        record: '{"policy":"é \\u2028 \\ud800 },\\n{"}',
        base: '{"v":["漢"]}',
      }
      const big = { first: 5, last: 6, record: '{}', base: JSON.stringify('x'.repeat(1_000_000)) }
      same(await store.forget(of(head, [awkward, big])), kept, 'outcome')
      const gaps = await store.gaps('x', 'main')
      same(gaps[0], awkward, 'awkward gap')
      holds(gaps[1]?.base === big.base, 'a base of 1 MB is not what it was')
      await store.close()
    },
  },
  {
    name: 'forgetting is lost where the head does not stand, or a gap is not to be had, and nothing changes',
    needs: ['forget'],
    async run(bench) {
      const { store, lines, head } = await filled(await openForgetful(bench))
      const before = [gap(4, 6)]
      same(await store.forget(of(head, before)), kept, 'the first time')
      const answer = lost({ variable: 'x', branch: 'main' }, head)
      const wrong = { ...head, hash: makeRun('x', null, { writer: 'w2' }).head.hash }
      const tries: [what: string, forgetting: Forgetting][] = [
        ['another hash', of(wrong, [gap(4, 7)])],
        ['another index', of({ ...head, index: head.index - 1 }, [gap(4, 7)])],
        ['a gap over the head', of(head, [gap(4, head.index)])],
        ['a gap that shrinks', of(head, [gap(4, 5)])],
        ['a gap that moves', of(head, [gap(5, 8)])],
        ['a gap that goes', of(head, [gap(0, 2)])],
        ['no gap', of(head, [])],
        ['gaps that touch', of(head, [gap(4, 6), gap(7, 8)])],
        ['gaps that overlap', of(head, [gap(1, 5), gap(4, 6)])],
        ['gaps out of order', of(head, [gap(8, 9), gap(4, 6)])],
      ]
      for (const [what, forgetting] of tries) {
        same(await store.forget(forgetting), answer, what)
        same(await store.gaps('x', 'main'), before, `gaps after ${what}`)
        same(await readAll(store, 'x'), without(lines, before), `lines after ${what}`)
      }
      const nowhere = { ...of(head, [gap(0, 1)]), variable: 'none' }
      same(
        await store.forget(nowhere),
        lost({ variable: 'none', branch: 'main' }, null),
        'an unknown variable',
      )
      await store.close()
    },
  },
  {
    name: 'what a mark names is not forgotten',
    needs: ['forget'],
    async run(bench) {
      const { store, lines, head, runs } = await filled(await openForgetful(bench))
      const marked = runs[1]!.head
      const mark = { variable: 'x', name: 'm', ...marked }
      same(await store.append([{ runs: [], marks: [mark] }]), [kept], 'the mark')
      const answer: Outcome = { ok: false, variable: 'x', mark }
      same(await store.forget(of(head, [gap(0, marked.index)])), answer, 'a gap that ends at the mark')
      same(
        await store.forget(of(head, [gap(1, 1), gap(marked.index, 9)])),
        answer,
        'a gap that begins at the mark',
      )
      same(await readAll(store, 'x'), lines, 'lines')
      const around = [gap(0, marked.index - 1), gap(marked.index + 1, head.index - 1)]
      same(await store.forget(of(head, around)), kept, 'gaps around the mark')
      same(await readAll(store, 'x'), without(lines, around), 'lines that are left')
      await store.close()
    },
  },
  {
    name: 'the same gaps again are answered as a repeat, however much was appended since',
    needs: ['forget'],
    async run(bench) {
      const { store, head } = await filled(await openForgetful(bench))
      const forgetting = of(head, [gap(1, 3), gap(6, 8)])
      same(await store.forget(forgetting), kept, 'first time')
      same(await store.forget(forgetting), repeated, 'at once')
      await keep(store, makeRun('x', head))
      same(await store.forget(forgetting), repeated, 'after a later append')
      await store.close()
    },
  },
  {
    name: 'a run sent again is a repeat while one of its lines is left, and lost by the head where none is',
    needs: ['forget'],
    async run(bench) {
      const { store, head, runs } = await filled(await openForgetful(bench))
      const answers = async (run: Run): Promise<unknown> => (await store.append([{ runs: [run] }]))[0]
      same(await store.forget(of(head, [gap(2, 7)])), kept, 'forgetting')
      same(await answers(runs[0]!), repeated, 'its end is gone')
      same(await answers(runs[1]!), lost(runs[1]!, head), 'all of it is gone')
      same(await answers(runs[2]!), repeated, 'its beginning is gone')
      same(await answers(runs[3]!), repeated, 'all of it is there')
      const other = makeRun('x', runs[1]!.head, { bodies: 3, writer: 'w2' })
      same(await answers(other), lost(other, head), 'what is left is not the same')
      await store.close()
    },
  },
  {
    name: 'a keyframe that lies in a gap goes with it',
    needs: ['forget'],
    async run(bench) {
      const store = await openForgetful(bench)
      const [a, b] = makeRuns('x', 2, { bodies: 3, keyframe: '{"v":"secret"}' })
      await keep(store, a!)
      const next = makeRun('x', a!.head, { bodies: 3 })
      await keep(store, next)
      same(await store.forget(of(next.head, [gap(0, 3)])), kept, 'outcome')
      same(await store.keyframe('x', 'main'), undefined, 'keyframe')
      const again = makeRun('x', next.head, { keyframe: b!.keyframe! })
      await keep(store, again)
      same(await store.forget(of(again.head, [gap(0, 4)])), kept, 'outcome of one more')
      const newest = await store.keyframe('x', 'main')
      if (newest) same(newest, { ...again.head, value: again.keyframe }, 'keyframe at the head')
      await store.close()
    },
  },
  {
    name: 'other variables and branches do not forget',
    needs: ['forget'],
    async run(bench) {
      const { store, head } = await filled(await openForgetful(bench))
      const others = [makeRun('y', null, { bodies: 5 }), makeRun('x', null, { bodies: 5, branch: 'side' })]
      await keep(store, ...others)
      same(await store.forget(of(head, [gap(0, 4)])), kept, 'outcome')
      for (const { variable, branch, lines } of others) {
        same(await readAll(store, variable, branch), lines, `lines of ${variable} (${branch})`)
        same(await store.gaps(variable, branch), [], `gaps of ${variable} (${branch})`)
      }
      await store.close()
    },
  },
  {
    name: 'what was forgotten stays so for other handles and after reopening',
    needs: ['forget', 'reopen'],
    async run(bench) {
      const { store, lines, head, runs } = await filled(await openForgetful(bench))
      const other = forgetful(await reopened(bench))
      same(await readAll(other, 'x'), lines, 'lines before')
      const gaps = [gap(1, 5)]
      same(await store.forget(of(head, gaps)), kept, 'outcome')
      same(await readAll(other, 'x'), without(lines, gaps), 'lines of the other handle')
      same(await other.gaps('x', 'main'), gaps, 'gaps of the other handle')
      same(await other.append([{ runs: [runs[0]!] }]), [repeated], 'a repeat by the other handle')
      const next = makeRun('x', head)
      await keep(other, next)
      same(
        await store.forget(of(head, [gap(1, 8)])),
        lost(next, next.head),
        'a head that the other has moved',
      )
      await store.close()
      await other.close()
      const again = forgetful(await reopened(bench))
      same(await again.gaps('x', 'main'), gaps, 'gaps after reopening')
      same(await readAll(again, 'x'), without([...lines, ...next.lines], gaps), 'lines after reopening')
      same(await again.forget(of(next.head, [gap(0, 8)])), kept, 'forgetting more after reopening')
      await again.close()
    },
  },
  {
    name: 'the twins with Sync forget too, and after the end nothing does',
    needs: ['forget'],
    async run(bench) {
      const { store, head } = await filled(await openForgetful(bench))
      const forgetting = of(head, [gap(1, 5)])
      if (hasSyncForget(store)) {
        same(store.forgetSync(forgetting), kept, 'forgetSync')
        same(store.gapsSync('x', 'main'), await store.gaps('x', 'main'), 'gapsSync')
      }
      await store.close()
      await refuses('STORE_CLOSED', () => store.gaps('x', 'main'), 'gaps')
      await refuses('STORE_CLOSED', () => store.forget(forgetting), 'forget')
    },
  },
]

interface Filled<S> {
  readonly store: S
  readonly runs: readonly Run[]
  readonly lines: readonly string[]
  readonly head: Run['head']
}

/** Runs of three lines each, appended one by one. */
async function filled<S extends Store & Forgetful>(store: S, count = 5): Promise<Filled<S>> {
  const runs = makeRuns('x', count, { bodies: 3 })
  await keep(store, ...runs)
  return { store, runs, lines: runs.flatMap(run => run.lines), head: runs.at(-1)!.head }
}

function of(expected: Run['head'], gaps: readonly Gap[]): Forgetting {
  return { variable: 'x', branch: 'main', expected, gaps }
}
