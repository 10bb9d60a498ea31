import { expect, test } from 'vitest'
import { isVarveError, memory, openSync } from 'varve'
import {
  create,
  edit,
  finish,
  Immutable,
  RevisionedMapping,
  stateOf,
  type OpenOptions,
} from 'varve/immutable'

interface Doc {
  readonly n: number
  readonly m?: number
}

/** Two openings of one store, of which the first has saved a change that the second has not seen. */
async function two(
  options: OpenOptions<Doc> = {},
  change: (one: RevisionedMapping<string, Doc>) => void = one => void one.update('k', d => void (d.m = 7)),
) {
  const store = memory()
  const opened = () =>
    RevisionedMapping.open<string, Doc>(store, 'docs', { onConflict: () => {}, ...options })
  const one = await opened()
  one.set('k', { n: 0 })
  await one.flush()
  const other = await opened()
  change(one)
  await one.flush()
  return { one, other, verify: () => openSync(store).verify().ok }
}

async function conflictOf(promise: Promise<unknown>) {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!isVarveError(error, 'CONFLICT')) throw new Error('no conflict', { cause: error })
  return error
}

test('an edit that is to be merged is merged again', async () => {
  const { one, other, verify } = await two()
  using draft = edit(other.get('k')!)
  draft.n = 1
  const mine = finish(draft, { merge: 'ours', creator: 'bo' })
  expect(mine).toEqual({ n: 1 })
  one.update('k', d => void (d.m = 8))
  await other.flush()
  expect(other.get('k')).toEqual({ n: 1, m: 7 })
  expect(stateOf(mine)).toBe('retired')
  // It loses once more, with what it had come to.
  other.update('k', d => void (d.n = 2))
  using again = edit(other.get('k')!)
  again.n = 3
  finish(again, { merge: 'ours' })
  await one.flush()
  await other.flush()
  await one.refresh()
  expect(one.get('k')).toEqual({ n: 3, m: 8 })
  expect(verify()).toBe(true)
})

test('what it leaves open, and one without merge, is withdrawn', async () => {
  const unsettled = await two({}, one => void one.update('k', d => void (d.n = 5)))
  using draft = edit(unsettled.other.get('k')!)
  draft.n = 1
  finish(draft, { merge: () => undefined })
  const error = await conflictOf(unsettled.other.flush())
  expect(isVarveError(error.cause, 'MERGE_CONFLICT')).toBe(true)
  expect(unsettled.other.get('k')).toEqual({ n: 5 })

  const { other } = await two()
  using plain = edit(other.get('k')!)
  plain.n = 1
  finish(plain)
  expect((await conflictOf(other.flush())).details.withdrawn.length).toBe(1)
  expect(other.get('k')).toEqual({ n: 0, m: 7 })
  using gone = edit(other.get('k')!)
  gone.n = 1
  finish(gone, { merge: 'ours' })
  await other.flush()
  expect(other.get('k')).toEqual({ n: 1, m: 7 })
})

test('one that is merged again on what was deleted meanwhile is withdrawn', async () => {
  const { other } = await two({}, one => void one.delete('k'))
  using draft = edit(other.get('k')!)
  draft.n = 1
  finish(draft, { merge: 'ours' })
  await conflictOf(other.flush())
  expect(other.has('k')).toBe(false)
})

for (const activate of [undefined, false]) {
  const name = activate === undefined ? 'delete' : 'rollback without activation'
  const take = (m: RevisionedMapping<string, Doc>) =>
    activate === undefined ? m.delete('k') : m.getRevisionManager('k').rollbackToRevision(0, { activate })

  test(`a ${name} and a set that follows it are one change: both are withdrawn, or neither`, async () => {
    const { one, other, verify } = await two()
    take(other)
    other.set('k', { n: 9 })
    const mine = other.get('k')!
    const error = await conflictOf(other.flush())
    expect(error.details.withdrawn.map(({ kind }) => kind)).toContain(
      activate === undefined ? 'delete' : 'rollback',
    )
    expect(error.cause).toBeUndefined()
    expect(other.get('k')).toEqual({ n: 0, m: 7 })
    expect(stateOf(mine)).toBe('retired')
    // And so it is once more, not with what lost before.
    take(other)
    await other.flush()
    await one.refresh()
    expect([one.has('k'), other.has('k'), verify()]).toEqual([false, false, true])
  })

  test(`where sets come on top, a ${name} and a set that follows it are made again`, async () => {
    const { one, other } = await two({ conflict: 'overwrite' })
    take(other)
    other.set('k', { n: 9 })
    await other.flush()
    await one.refresh()
    expect(one.get('k')).toEqual({ n: 9 })
    const kinds = openKinds(one)
    expect(kinds.slice(-2)).toEqual(['deleted', 'locked'])
  })

  test(`where sets are merged, a ${name} that one follows has no part in it`, async () => {
    const { one, other } = await two({ conflict: { merge: () => undefined } })
    take(other)
    other.set('k', { n: 9 })
    await other.flush()
    await one.refresh()
    expect(one.get('k')).toEqual({ n: 9, m: 7 })
    const lost = await two(
      { conflict: { merge: () => undefined } },
      m => void m.update('k', d => void (d.n = 5)),
    )
    take(lost.other)
    lost.other.set('k', { n: 9 })
    await conflictOf(lost.other.flush())
    expect(lost.other.get('k')).toEqual({ n: 5 })
  })
}

/** The states of all revisions in effect. */
function openKinds(m: RevisionedMapping<string, Doc>): string[] {
  return Array.from(m.getRevisionManager('k').getRevisionHistory(), stateOf)
}

test('an expecting set after a delete takes it back with it; one that is saved already is no concern of it', async () => {
  const { other } = await two({ conflict: 'overwrite' })
  other.delete('k')
  other.set('k', { n: 9 }, { expect: 1 })
  await conflictOf(other.flush())
  expect(other.get('k')).toEqual({ n: 0, m: 7 })

  const saved = await two()
  saved.other.delete('k')
  await saved.other.flush()
  await saved.one.refresh()
  saved.one.set('k', { n: 3 })
  await saved.one.flush()
  saved.other.set('k', { n: 9 })
  await conflictOf(saved.other.flush())
  expect(saved.other.get('k')).toEqual({ n: 3 })
})

test('a hook sees what was merged again', async () => {
  const seen: number[] = []
  class Point extends Immutable {
    readonly x: number = 0
    readonly y: number = 0
    protected override afterUpdate(): void {
      seen.push(this.x * 10 + this.y)
    }
  }
  const store = memory()
  const opened = () => RevisionedMapping.open<string, Point>(store, 'points', { of: Point })
  const one = await opened()
  one.set('k', create(Point))
  await one.flush()
  const other = await opened()
  one.update('k', d => void (d.y = 2))
  await one.flush()
  using draft = edit(other.get('k')!)
  draft.x = 1
  finish(draft, { merge: 'ours' })
  await other.flush()
  expect(seen).toEqual([2, 10, 12])
})
