import { fits } from '../../store/querying/fits.ts'
import type { Condition, MembersQuery, Querying, RevisionsQuery } from '../../store/querying/querying.ts'
import type { Run, Shown, ShownRevision, Store } from '../../store/store.ts'
import { same } from '../check.ts'
import { askedConditions, shownValues } from './asked-conditions.ts'
import { keep, kept, type Law, lost, querying, reopened, repeated } from '../law.ts'
import { makeRun, makeRuns } from '../line-maker.ts'

/** What units show of their variables, and what is found by it. */
export const queryingLaws: readonly Law[] = [
  law('what a unit shows is found as soon as it is kept, by every handle', async bench => {
    const store = await open(bench)
    const [run] = makeRuns('c/a', 1)
    same(await store.append([{ runs: [run!], shown: [shown(run!)] }]), [kept], 'outcome')
    const other = querying(bench.reopen ? await reopened(bench) : store)
    for (const handle of [store, other]) {
      same(await handle.members(all, page), [member(run!)], 'members')
      same(await handle.countMembers(all), 1, 'count')
      same(await handle.revisions(history, page), [revision(run!)], 'revisions')
      same(await handle.countRevisions(history), 1, 'count of revisions')
      same(await handle.members({ ...all, collection: 'd' }, page), [], 'members of another collection')
    }
    await other.close()
    await store.close()
  }),
  law('a unit that is lost shows nothing, and one that comes again nothing anew', async bench => {
    const store = await open(bench)
    const [a, b] = makeRuns('c/a', 2)
    const stale = makeRun('c/a', null, { writer: 'w2' })
    const first = { runs: [a!], shown: [shown(a!, { value: '1' })] }
    same(await store.append([first]), [kept], 'the first')
    same(await store.append([{ runs: [stale], shown: [shown(stale)] }]), [lost(stale, a!.head)], 'lost')
    same(await store.members(all, page), [member(a!)], 'after the lost one')
    same(await store.append([{ runs: [b!], shown: [shown(b!, { value: '2' })] }]), [kept], 'the second')
    same(await store.append([first]), [repeated], 'the first again')
    same(await store.members(all, page), [member(b!)], 'after the repeated one')
    same(
      await store.countMembers(where({ test: 'is', path: [], values: ['2'], isNot: false })),
      1,
      'its value',
    )
    same(await store.countRevisions(history), 2, 'revisions')
    await store.close()
  }),
  law(
    'what is shown takes the place of what was: state and end of a revision, all of a member',
    async bench => {
      const store = await open(bench)
      const [a, b] = makeRuns('c/a', 2)
      await store.append([{ runs: [a!], shown: [shown(a!)] }])
      const retired = { ...revisionOf(a!), state: 'retired', end: 7, label: 'not looked at' } as const
      const next = shown(b!, {
        isCurrent: false,
        revisions: [retired, revisionOf(b!, { state: null, version: 0 })],
      })
      same(await store.append([{ runs: [b!], shown: [next] }]), [kept], 'outcome')
      same(await store.members(all, page), [], 'members')
      same(
        await store.members({ ...all, isWithDeleted: true }, page),
        [member(b!, { isCurrent: false })],
        'with deleted',
      )
      const found = await store.revisions({ ...history, isWithDeleted: true }, page)
      same(
        found,
        [
          { ...revision(a!), state: 'retired', end: 7 },
          { ...revision(b!), state: null, version: 0 },
        ],
        'revisions',
      )
      await store.close()
    },
  ),
  law(
    'heads that are not shown as they stand are told, and can be shown by a unit that only reads',
    async bench => {
      const store = await open(bench)
      const [a, b] = makeRuns('c/a', 2)
      const [beside, far] = [makeRun('c/b', null), makeRun('d/a', null)]
      await keep(
        store,
        beside,
        far,
        makeRun('c0', null),
        makeRun('c', null),
        makeRun('c/a', null, { branch: 'side' }),
      )
      await store.append([{ runs: [a!], shown: [shown(a!)] }])
      const unshown = async () =>
        (await store.unshown('c', 'c/')).map(({ variable, index }) => [variable, index])
      same(await unshown(), [['c/b', 0]], 'at first')
      await keep(store, b!)
      same(
        await unshown(),
        [
          ['c/a', 1],
          ['c/b', 0],
        ],
        'after a move',
      )
      const read = { variable: 'c/a', branch: 'main', expected: b!.head }
      same(await store.append([{ runs: [], reads: [read], shown: [shown(b!)] }]), [kept], 'shown')
      same(await unshown(), [['c/b', 0]], 'afterwards')
      const late = { ...read, expected: a!.head }
      same(
        await store.append([{ runs: [], reads: [late], shown: [shown(a!)] }]),
        [lost(a!, b!.head)],
        'too late',
      )
      same(await store.members(all, page), [member(b!)], 'members')
      await store.close()
    },
  ),
  law('another variable under the same key is shown instead', async bench => {
    const store = await open(bench)
    const [one, other] = [makeRun('c/a', null), makeRun('c/a/1', null)]
    await store.append([{ runs: [one], shown: [shown(one)] }])
    same(await store.append([{ runs: [other], shown: [shown(other, { key: 'a' })] }]), [kept], 'outcome')
    same(await store.members(all, page), [member(other, { key: 'a' })], 'members')
    same(await store.revisions(history, page), [{ ...revision(other), key: 'a' }], 'revisions')
    await store.close()
  }),
  law('members come in the order of their keys, by code points, page by page', async bench => {
    const store = await open(bench)
    const keys = [
      '',
      ' ',
      '"',
      "'",
      '%',
      '\\',
      'B',
      'a',
      'a\u0000b',
      'a/b',
      'é',
      '\uffee',
      '😀',
      '; DROP TABLE members',
    ]
    const names = keys.filter(key => !key.includes('\0'))
    const runs = names.map((_, i) => makeRun(`c/${i}`, null))
    await store.append(
      runs
        .toReversed()
        .map(run => ({ runs: [run], shown: [shown(run, { key: names[Number(run.variable.slice(2))]! })] })),
    )
    const found: string[] = []
    for (let after: string | undefined; ; after = found.at(-1)) {
      const some = await store.members(all, { limit: 3, after })
      found.push(...some.map(({ key }) => key))
      if (some.length < 3) break
    }
    same(found, names.toSorted(byCodePoints), 'keys')
    same(
      (await store.members(all, { limit: 2, skip: 3 })).map(({ key }) => key),
      found.slice(3, 5),
      'a part of them',
    )
    same(
      (await store.members({ ...all, key: 'a/b' }, page)).map(({ key }) => key),
      ['a/b'],
      'one of them',
    )
    same(await store.countMembers(all), names.length, 'count')
    await store.close()
  }),
  law('revisions come in the order of start, key and index, or the other way round', async bench => {
    const store = await open(bench)
    const starts = [5, 1, 5, 3, 1, 5]
    for (const key of ['b', 'a']) {
      const run = makeRun(`c/${key}`, null, { bodies: starts.length })
      const revisions = starts.map((start, index) => ({
        ...revisionOf(run, { index, version: index }),
        start,
      }))
      await store.append([{ runs: [run], shown: [shown(run, { revisions })] }])
    }
    const sorted = ['a', 'b']
      .flatMap(key => starts.map((start, index) => ({ start, key, index })))
      .sort((x, y) => x.start - y.start || byCodePoints(x.key, y.key) || x.index - y.index)
    for (const isReversed of [false, true]) {
      const wanted = isReversed ? sorted.toReversed() : sorted
      const found: typeof sorted = []
      for (let after: (typeof sorted)[number] | undefined; ; after = found.at(-1)) {
        const some = await store.revisions({ ...history, isReversed, after }, { limit: 5 })
        found.push(...some.map(({ start, key, index }) => ({ start, key, index })))
        if (some.length < 5) break
      }
      same(found, wanted, isReversed ? 'reversed' : 'in order')
      const part = await store.revisions({ ...history, isReversed }, { limit: 4, skip: 2 })
      same(
        part.map(({ key, index }) => [key, index]),
        wanted.slice(2, 6).map(({ key, index }) => [key, index]),
        'a part',
      )
    }
    await store.close()
  }),
  law('of revisions all that is asked for must hold, and bounds are left out', async bench => {
    const store = await open(bench)
    const run = makeRun('c/a', null, { bodies: told.length })
    const revisions = told.map((each, index) => ({ ...revisionOf(run, { index, version: index }), ...each }))
    await store.append([{ runs: [run], shown: [shown(run, { revisions })] }])
    const found = async (query: Partial<RevisionsQuery>) =>
      (await store.revisions({ ...history, ...query }, page)).map(({ index }) => index)
    same(await found({}), [0, 1, 2, 3, 4], 'everything')
    same(await found({ creator: 'ann' }), [0, 2], 'by one creator')
    same(await found({ creator: '' }), [4], 'by one with an empty name')
    same(await found({ creator: "o'%_\\" }), [3], 'by a hostile one')
    same(await found({ comment: 'b%' }), [1], 'with a part of a comment')
    same(await found({ comment: '' }), [0, 1, 2], 'with any comment')
    same(await found({ startAfter: 10, startBefore: 40 }), [1, 2], 'between two instants')
    same(await found({ states: ['locked', null] }), [0, 1, 4], 'in two states')
    same(await found({ states: [] }), [], 'in none')
    same(await found({ creator: 'ann', startAfter: 10 }), [2], 'two at once')
    same(await store.countRevisions({ ...history, creator: 'ann' }), 2, 'count')
    await store.close()
  }),
  law('conditions hold in the store exactly where they hold', async bench => {
    const store = await open(bench)
    const runs = shownValues.map((_, i) => makeRun(`c/${String(i).padStart(3, '0')}`, null))
    await store.append(
      runs.map((run, i) => ({ runs: [run], shown: [shown(run, { value: shownValues[i]! })] })),
    )
    for (const condition of askedConditions) {
      const found = await store.members(where(condition), { limit: 1_000 })
      const wanted = shownValues.flatMap((value, i) => (fits(value, [condition]) ? [i] : []))
      same(
        found.map(({ key }) => Number(key)),
        wanted,
        JSON.stringify(condition),
      )
    }
    await store.close()
  }),
  law('what is purged is gone with all that there was of it, and can be begun anew', async bench => {
    const store = await open(bench)
    const [a, b] = makeRuns('c/a', 2, { keyframe: '0' })
    const side = makeRun('c/a', null, { branch: 'side' })
    const other = makeRun('c/b', null)
    const mark = { variable: 'c/a', name: 'm', ...a!.head }
    await store.append([{ runs: [other], shown: [shown(other)] }])
    await store.append([
      { runs: [a!, side], marks: [mark], shown: [shown(a!)] },
      { runs: [b!], shown: [shown(b!)] },
    ])
    same(await store.purge('c/a', a!.head), lost(a!, b!.head), 'with another head')
    same(
      await store.purge('c/none', a!.head),
      lost({ ...a!, variable: 'c/none' }, null),
      'of what is not there',
    )
    same(await store.purge('c/a', b!.head), kept, 'with its head')
    const left = querying(bench.reopen ? await reopened(bench) : store)
    for (const handle of [store, left]) {
      same(
        (await handle.heads()).map(({ variable }) => variable),
        ['c/b'],
        'heads',
      )
      same(await handle.load('c/a', 'main', 0), undefined, 'its main branch')
      same(await handle.marks('c/a'), [], 'its marks')
      same(await handle.members({ ...all, isWithDeleted: true }, page), [member(other)], 'members')
      same(await handle.revisions(history, page), [revision(other)], 'revisions')
    }
    same(await store.purge('c/a', b!.head), lost(b!, null), 'again')
    const stale = makeRun('c/a', b!.head)
    same(await store.append([{ runs: [stale] }]), [lost(stale, null)], 'going on from it')
    const anew = makeRun('c/a', null, { writer: 'w2' })
    same(await left.append([{ runs: [anew], shown: [shown(anew)] }]), [kept], 'begun anew')
    same(await store.members(all, page), [member(anew), member(other)], 'members afterwards')
    const begun = await store.load('c/a', 'main', 0)
    same([begun?.lines, begun?.marks, begun?.keyframe], [anew.lines, [], undefined], 'what it has afterwards')
    await left.close()
    await store.close()
  }),
]

function law(name: string, run: Law['run']): Law {
  return { name, needs: ['query'], run }
}

async function open(bench: Parameters<Law['run']>[0]): Promise<Store & Querying> {
  return querying(await bench.open())
}

const page = { limit: 100 }
const all: MembersQuery = { collection: 'c', where: [], isWithDeleted: false }
const history: RevisionsQuery = {
  ...all,
  isWithDeleted: true,
  states: ['locked', 'retired', 'deleted', 'dropped', null],
  isReversed: false,
}
const where = (condition: Condition): MembersQuery => ({ ...all, where: [condition] })

const keyIn = (variable: string): string => variable.slice(2)

function shown(run: Run, more: Partial<Shown> = {}): Shown {
  const { variable, head } = run
  const of = { variable, head, collection: 'c', key: keyIn(variable), version: head.index }
  return { ...of, isCurrent: true, value: '{"n":1}', revisions: [revisionOf(run)], ...more }
}

function revisionOf({ head }: Run, more: Partial<ShownRevision> = {}): ShownRevision {
  const { index } = head
  const of = { index, version: index, kind: 'set', state: 'locked', start: 1_000 + index, end: null } as const
  return { ...of, label: null, comment: null, creator: null, ...more }
}

function member({ variable, head }: Run, more: object = {}): object {
  return { key: keyIn(variable), variable, head, version: head.index, isCurrent: true, ...more }
}

function revision(run: Run): object {
  return { ...revisionOf(run), key: keyIn(run.variable), variable: run.variable }
}

function byCodePoints(a: string, b: string): number {
  const [x, y] = [a, b].map(text => Array.from(text, char => char.codePointAt(0)!)) as [number[], number[]]
  const at = x.findIndex((code, i) => code !== y[i])
  return at < 0 ? x.length - y.length : x[at]! - (y[at] ?? -1)
}

const told = [
  { start: 10, creator: 'ann', comment: 'a b' },
  { start: 20, creator: 'bo', comment: 'a b% c', state: null },
  { start: 30, creator: 'ann', comment: '', state: 'retired' },
  { start: 40, creator: "o'%_\\", state: 'dropped' },
  { start: 50, creator: '' },
] as const
