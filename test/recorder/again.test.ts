import { describe, expect, test } from 'vitest'
import { isVarveError, memory, open, openSync, type SyncStore, type Variable, type WatchOptions } from 'varve'
import { codeOf } from '../code-of.ts'
import { slow } from './slow.ts'

interface Doc {
  n: number
  list: string[]
  text: string
}
const initial: Doc = { n: 1, list: ['a', 'b'], text: 'one two' }

/** What I change while they have changed something else already; all of mine is pending when the race is lost. */
interface Case {
  readonly name: string
  readonly before?: (v: Variable<Doc>) => void
  readonly theirs: (v: Variable<Doc>) => void
  readonly mine: (v: Variable<Doc>) => void
  readonly options?: Omit<WatchOptions<Doc>, 'schema'>
  readonly ends: 'saved' | 'CONFLICT'
  readonly value: Partial<Doc>
  /** Kinds of the revisions after the first. */
  readonly kinds: string
}

const bump = (d: Doc): void => void (d.n += 1)
const theySet10 = (v: Variable<Doc>): void => void v.update(d => void (d.n = 10))

const cases: readonly Case[] = [
  {
    name: 'a recipe runs again on the newer value',
    theirs: theySet10,
    mine: v => v.update(bump).update(bump),
    ends: 'saved',
    value: { n: 12 },
    kinds: 'update update update',
  },
  {
    name: 'a set is withdrawn, and a recipe behind it runs on the newer value',
    theirs: theySet10,
    mine: v => v.set({ ...initial, n: 100 }).update(bump),
    ends: 'CONFLICT',
    value: { n: 11 },
    kinds: 'update update',
  },
  {
    name: "a set under 'overwrite' is recorded on top",
    theirs: theySet10,
    mine: v => v.set({ ...initial, n: 100 }),
    options: { conflict: 'overwrite' },
    ends: 'saved',
    value: { n: 100 },
    kinds: 'update set',
  },
  {
    name: 'a set under { merge } takes what each side changed',
    theirs: theySet10,
    mine: v => v.set({ ...v.value, text: 'three' } as Doc),
    options: { conflict: { merge: () => undefined } },
    ends: 'saved',
    value: { n: 10, text: 'three' },
    kinds: 'update set',
  },
  {
    name: 'what both sides changed goes to the resolver',
    theirs: theySet10,
    mine: v => v.set({ ...initial, n: 100 }),
    options: { conflict: { merge: ({ ours, theirs }) => Math.max(ours as number, theirs as number) + 1 } },
    ends: 'saved',
    value: { n: 101 },
    kinds: 'update set',
  },
  {
    name: 'what the resolver leaves open is withdrawn',
    theirs: theySet10,
    mine: v => v.set({ ...initial, n: 100 }),
    options: { conflict: { merge: () => undefined } },
    ends: 'CONFLICT',
    value: { n: 10 },
    kinds: 'update',
  },
  {
    name: 'a change that expects a head is withdrawn',
    theirs: theySet10,
    mine: v => v.update(bump, { expect: 0 }),
    ends: 'CONFLICT',
    value: { n: 10 },
    kinds: 'update',
  },
  {
    name: 'a splice elsewhere is merged',
    theirs: theySet10,
    mine: v => v.splice('text', 0, 3, 'ONE'),
    ends: 'saved',
    value: { n: 10, text: 'ONE two' },
    kinds: 'update update',
  },
  {
    name: 'a splice of a text that somebody edited is withdrawn: its position is no longer what was meant',
    theirs: v => v.splice('text', 0, 0, 'zero '),
    mine: v => v.splice('text', 0, 3, 'ONE'),
    ends: 'CONFLICT',
    value: { text: 'zero one two' },
    kinds: 'update',
  },
  {
    name: 'a rollback restores the same revision',
    before: v => v.update(bump).update(bump),
    theirs: theySet10,
    mine: v => v.rollback(1),
    ends: 'saved',
    value: { n: 2 },
    kinds: 'update update update rollback',
  },
  {
    name: 'a rollback to what was withdrawn is withdrawn with it',
    theirs: theySet10,
    mine: v =>
      v
        .set({ ...initial, n: 5 })
        .update(bump)
        .rollback(1),
    ends: 'CONFLICT',
    value: { n: 11 },
    kinds: 'update update',
  },
  {
    name: 'a rollback to a recipe that ran again restores what that made now',
    theirs: theySet10,
    mine: v => v.update(bump).update(bump).rollback(1),
    ends: 'saved',
    value: { n: 11 },
    kinds: 'update update update rollback',
  },
  {
    name: 'an undo takes back the same change, not the newest one',
    before: v => v.update(d => void d.list.push('mine')),
    theirs: theySet10,
    mine: v => v.undo(),
    ends: 'saved',
    value: { n: 10, list: ['a', 'b'] },
    kinds: 'update update undo',
  },
  {
    name: 'an undo of a place that somebody changed since is withdrawn',
    before: v => v.update(bump),
    theirs: theySet10,
    mine: v => v.undo(),
    ends: 'CONFLICT',
    value: { n: 10 },
    kinds: 'update update',
  },
  {
    name: 'an undo of what somebody has undone already is nothing',
    before: v => v.update(bump),
    theirs: v => v.undo(),
    mine: v => v.undo(),
    ends: 'saved',
    value: { n: 1 },
    kinds: 'update undo',
  },
  {
    name: 'an undo of a recipe that ran again takes that back',
    theirs: theySet10,
    mine: v => v.update(bump).undo(),
    ends: 'saved',
    value: { n: 10 },
    kinds: 'update update undo',
  },
  {
    name: 'an undo of a set that is withdrawn is nothing; redo too',
    theirs: theySet10,
    mine: v =>
      v
        .set({ ...initial, n: 5 })
        .undo()
        .redo(),
    ends: 'CONFLICT',
    value: { n: 10 },
    kinds: 'update',
  },
  {
    name: 'several steps of undo take back the same changes',
    before: v => v.update(d => void d.list.push('x')).update(d => void (d.text = 'mine')),
    theirs: theySet10,
    mine: v => v.undo({ steps: 2 }),
    ends: 'saved',
    value: { n: 10, list: ['a', 'b'], text: 'one two' },
    kinds: 'update update update undo undo',
  },
  {
    name: 'a redo is withdrawn where somebody changed something after the undo',
    before: v => v.update(bump).undo(),
    theirs: theySet10,
    mine: v => v.redo(),
    ends: 'CONFLICT',
    value: { n: 10 },
    kinds: 'update undo update',
  },
  {
    name: 'validators are asked again',
    theirs: theySet10,
    mine: v => v.update(bump),
    options: { validators: [({ n }) => n !== 11 || 'no eleven'] },
    ends: 'CONFLICT',
    value: { n: 10 },
    kinds: 'update',
  },
  {
    name: 'an equal value is nothing, where equal says so',
    theirs: theySet10,
    mine: v => v.update(d => void (d.n = 10)),
    options: { equal: true },
    ends: 'saved',
    value: { n: 10 },
    kinds: 'update',
  },
]

describe.each([
  ['a store that answers at once', (store: SyncStore) => store],
  ['a store that answers later', (store: SyncStore) => slow(store, 1)],
])('after a lost race on %s', (_, shape) => {
  test.each(cases)('$name', async ({ before, theirs, mine, options = {}, ends, value, kinds }) => {
    const store = memory()
    const here = await open(shape(store))
    const there = openSync(store)
    const v: Variable<Doc> = await here.watch('v', initial, options)
    before?.(v)
    await here.flush()
    const start = v.history().length
    const heard: string[] = []
    v.addListener((__, { index, kind }) => heard.push(`${index} ${kind}`))
    theirs(there.watch('v', initial))
    there.flush()
    mine(v)
    const pending = v.history().length - start
    const ended = v.saved.then(
      () => 'saved',
      (error: unknown) => (isVarveError(error) ? error.code : error),
    )
    expect(await ended).toBe(ends)
    await here.flush()
    const kept = v.history().map(({ index, kind, saved }) => `${index} ${kind} ${saved}`)
    expect(kept).toEqual(['initial', ...kinds.split(' ')].map((kind, index) => `${index} ${kind} true`))
    expect(v.value).toMatchObject(value)
    const again = openSync(store).watch('v', initial)
    expect(again.value).toEqual(v.value)
    expect(again.history().map(r => r.hash)).toEqual(v.history().map(r => r.hash))
    // Listeners heard of what was pending; then of each revision that stays, once and in order.
    const news = kept.slice(start).map(each => each.replace(' true', ''))
    expect(heard.slice(-news.length)).toEqual(news)
    expect(heard.length).toBeLessThanOrEqual(news.length + pending)
    await here.close()
  })
})

test('what is made again has the info of the first time, also from withInfo', async () => {
  const store = memory()
  const [here, there] = [openSync(store), openSync(store)]
  const n = here.watch('n', 0)
  here.flush()
  there.watch('n', 0).set(10)
  there.flush()
  here.withInfo({ creator: 'ann' }, () => {
    n.update(x => x + 1, 'one more')
    here.transaction(() => n.update(x => x + 1, { comment: 'and one' }))
  })
  here.flush()
  expect(n.history().map(r => [r.value, r.creator, r.label, r.comment])).toEqual([
    [0, null, 'initial', null],
    [10, null, null, null],
    [11, 'ann', 'one more', null],
    [12, 'ann', null, 'and one'],
  ])
})

test('marks follow the revisions that were made again', async () => {
  const store = memory()
  const [here, there] = [openSync(store), openSync(store)]
  const n = here.watch('n', 0)
  here.flush()
  there.watch('n', 0).set(10)
  there.flush()
  n.update(x => x + 1)
    .mark('mine')
    .update(x => x + 1)
  here.flush()
  expect(n.at('mine')).toBe(11)
  expect(store.marksSync('n')).toMatchObject([{ name: 'mine', index: 2 }])
})

test('a frozen variable still makes again what was pending before', () => {
  const store = memory()
  const [here, there] = [openSync(store), openSync(store)]
  const n = here.watch('n', 0)
  here.flush()
  there.watch('n', 0).set(10)
  there.flush()
  n.update(x => x + 1).freeze()
  here.flush()
  expect([n.value, codeOf(() => n.set(1))]).toEqual([11, 'FROZEN'])
})

test('a recipe that loses every race is withdrawn in the end', async () => {
  const store = memory()
  const [here, there] = [openSync(store), openSync(store)]
  const n = here.watch('n', 0)
  here.flush()
  const theirs = there.watch('n', 0)
  let runs = 0
  n.update(x => {
    runs += 1
    theirs.update(y => y + 1)
    there.flush()
    return x + 1000
  })
  const error: unknown = await n.saved.catch((e: unknown) => e)
  if (!isVarveError(error, 'CONFLICT')) throw error
  expect(error.message).toMatch(/lost 256 races in a row/)
  expect(runs).toBeGreaterThan(60)
  expect(n.value).toBe(theirs.value)
})

test("with durable: 'each' what was made again is in the store when the call returns", () => {
  const store = memory()
  const [here, there] = [openSync(store, { durable: 'each' }), openSync(store, { durable: 'each' })]
  const [mine, theirs] = [here.watch('n', 0), there.watch('n', 0)]
  for (let i = 0; i < 50; i++) {
    theirs.update(x => x + 1)
    mine.update(x => x + 1)
    expect(mine.lastChange().saved).toBe(true)
  }
  theirs.update(x => x + 100)
  expect(here.transaction(() => mine.update(x => x + 1).value)).toBe(201)
  expect(mine.value).toBe(201)
  expect(codeOf(() => theirs.set(0))).toBe('CONFLICT')
  expect(theirs.value).toBe(201)
})
