import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { isVarveError } from 'varve'
import { RevisionedMapping, revisionOf, type RevisionManager } from 'varve/immutable'
import { managedOf } from '../../src/immutable/managed-of.ts'
import { editValue } from '../../src/immutable/edit-value.ts'
import { codeOf } from '../code-of.ts'
import { ticking } from './tick.ts'

interface Counter {
  readonly n: number
  readonly other?: number
}

function counting(): { m: RevisionedMapping<string, Counter>; manager: RevisionManager<Counter> } {
  const m = new RevisionedMapping<string, Counter>([], { clock: ticking() })
  m.set('k', { n: 0 })
  return { m, manager: m.getRevisionManager('k') }
}

const shown = (all: Iterable<Counter>): number[] => Array.from(all, ({ n }) => n)

/** Versions 0 to 9, made by ann and bob in turn. */
function ten(): ReturnType<typeof counting> {
  const made = counting()
  for (let n = 1; n < 10; n++) {
    const creator = n % 2 === 0 ? 'ann' : 'bob'
    made.m.update('k', d => void (d.n = n), { creator, comment: `step ${n}` })
  }
  return made
}

function stateOf(object: object): string {
  return revisionOf(object).state
}

/** What update of the package does with an object that keeps a history. */
function update(base: Counter, recipe: (draft: { n: number; other?: number }) => void): Counter {
  return managedOf(base)!.manager.update(base, recipe as never) as Counter
}

describe('rolling back', () => {
  test('makes the very object current again, drops what came after, and numbers on', () => {
    const { m, manager } = counting()
    const v0 = m.get('k')!
    const v1 = m.update('k', d => void (d.n = 1))
    const v2 = m.update('k', d => void (d.n = 2))
    expect(manager.getNumberOfRevisions()).toBe(3)
    manager.rollbackToRevision(v0)
    expect(m.get('k')).toBe(v0)
    expect([v0, v1, v2].map(stateOf)).toEqual(['locked', 'retired', 'retired'])
    expect(revisionOf(v0)).toMatchObject({ version: 0, end: null, start: new Date(1000) })
    expect(revisionOf(v2).end).toEqual(new Date(4000))
    expect(manager.getNumberOfRevisions()).toBe(1)
    expect([...manager.getRevisionHistory()]).toEqual([v0])
    expect([...manager.getRevisionHistory({ dropped: true })]).toEqual([v1, v2])
    expect(manager.getRevision(3)).toBeUndefined()
    expect(manager.getRevision(1)).toBe(v1)
    expect(codeOf(() => update(v1, d => void (d.n = 9)))).toBe('OUTDATED')
    const v4 = update(v0, d => void (d.n = 4))
    expect(revisionOf(v4).version).toBe(4)
    expect(revisionOf(v0).end).toEqual(new Date(5000))
    expect(shown(manager.getRevisionHistory())).toEqual([0, 4])
  })

  test('goes to a dropped one too, whose own line is in effect then', () => {
    const { m, manager } = counting()
    m.update('k', d => void (d.n = 1))
    const v2 = m.update('k', d => void (d.n = 2))
    manager.rollbackToRevision(0)
    m.update('k', d => void (d.n = 4))
    manager.rollbackToRevision(2)
    expect(m.get('k')).toBe(v2)
    expect(shown(manager.getRevisionHistory())).toEqual([0, 1, 2])
    expect(shown(manager.getRevisionHistory({ dropped: true }))).toEqual([4])
  })

  test('leaves nothing current where it is not to activate', () => {
    const { m, manager } = counting()
    const v0 = m.get('k')!
    m.update('k', d => void (d.n = 1))
    manager.rollbackToRevision(0, { activate: false, creator: 'eve' })
    expect(m.has('k')).toBe(false)
    expect([...m]).toEqual([])
    expect(m.size).toBe(0)
    expect(manager.getCurrentRevision()).toBeUndefined()
    expect(manager.getNumberOfRevisions()).toBe(1)
    expect(stateOf(v0)).toBe('deleted')
    expect(codeOf(() => update(v0, () => {}))).toBe('OUTDATED')
    manager.rollbackToRevision(v0)
    expect(m.get('k')).toBe(v0)
    expect(m.size).toBe(1)
  })

  test('refuses what is no revision of this history', () => {
    const { manager } = ten()
    const other = counting().m.get('k')!
    for (const wrong of [10, -1, 0.5, NaN, other, {}, null, undefined, '1'])
      expect(codeOf(() => manager.rollbackToRevision(wrong as never))).toBe('UNKNOWN_REVISION')
    manager.rollbackToRevision(3)
    expect(codeOf(() => manager.rollbackToRevision(10))).toBe('UNKNOWN_REVISION')
    expect(shown(manager.getRevisionHistory())).toEqual([0, 1, 2, 3])
  })

  test('an old object that nobody held any more is made again, the same for the same version', () => {
    const { manager } = ten()
    const v3 = manager.getRevision(3)!
    expect(manager.getRevision(3)).toBe(v3)
    expect(revisionOf(v3)).toMatchObject({ version: 3, creator: 'bob', state: 'retired' })
    manager.rollbackToRevision(3)
    expect(manager.getCurrentRevision()).toBe(v3)
  })
})

describe('the history', () => {
  test('is printed in a line', () => {
    const { m, manager } = ten()
    expect(inspect(manager)).toBe('RevisionManager k (10 revisions)')
    manager.rollbackToRevision(0)
    m.delete('k')
    expect(inspect(manager)).toBe('RevisionManager k (1 revision, deleted)')
  })

  test('is filtered, ordered, then cut', () => {
    const { manager } = ten()
    const history = (query: Parameters<typeof manager.getRevisionHistory>[0]) =>
      shown(manager.getRevisionHistory(query))
    expect(history({})).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(history({ creator: 'ann' })).toEqual([2, 4, 6, 8])
    expect(history({ creator: 'ann', reversed: true, batchStart: 1, batchSize: 2 })).toEqual([6, 4])
    expect(history({ comment: 'step 3' })).toEqual([3])
    expect(history({ startAfter: new Date(3000), startBefore: new Date(6000) })).toEqual([3, 4])
    expect(history({ batchSize: 0 })).toEqual([])
    expect(history({ batchStart: 8 })).toEqual([8, 9])
    expect(history({ batchStart: 80 })).toEqual([])
    for (const wrong of [{ batchSize: -1 }, { batchStart: 0.5 }, { startAfter: new Date(NaN) }])
      expect(codeOf(() => history(wrong))).toBe('BAD_OPTION')
  })

  test('is that of the moment of asking, and can be gone through again', () => {
    const { m, manager } = ten()
    const history = manager.getRevisionHistory({ batchSize: 3, reversed: true })
    m.update('k', d => void (d.n = 10))
    expect(shown(history)).toEqual([9, 8, 7])
    expect(shown(history)).toEqual([9, 8, 7])
    const [last] = history
    expect(last).toBe(manager.getRevision(9))
  })
})

describe('what is not current', () => {
  test('is outdated, and the error says which is', () => {
    const { m } = counting()
    const v0 = m.get('k')!
    m.update('k', d => void (d.n = 1))
    let error: unknown
    try {
      update(v0, d => void (d.n = 2))
    } catch (thrown) {
      error = thrown
    }
    expect(isVarveError(error, 'OUTDATED') && error.details).toEqual({ version: 0, current: 1 })
    expect((error as Error).message).toBe(
      'k: version 0 is outdated, version 1 is current: take that one (getCurrentRevision()) and change it',
    )
    expect(m.get('k')).toEqual({ n: 1 })
  })

  test('is refused by addRevision where it is named', () => {
    const { m, manager } = counting()
    const v0 = m.get('k')!
    manager.addRevision({ n: 1 }, v0)
    expect(codeOf(() => manager.addRevision({ n: 2 }, v0))).toBe('OUTDATED')
    manager.addRevision({ n: 3 })
    expect(shown(manager.getRevisionHistory())).toEqual([0, 1, 3])
    expect(m.get('k')).toEqual({ n: 3 })
  })

  test('is refused by expect, as a version', () => {
    const { m, manager } = counting()
    m.set('k', { n: 1 }, { expect: 0 })
    manager.rollbackToRevision(0)
    m.set('k', { n: 2 }, { expect: 0 })
    expect(codeOf(() => m.set('k', { n: 3 }, { expect: 0 }))).toBe('CONFLICT')
    expect(codeOf(() => m.delete('k', { expect: 1 }))).toBe('CONFLICT')
    expect(m.delete('k', { expect: 3 })).toBe(true)
  })
})

describe('edits that overlap', () => {
  test('the second to end is a conflict, and the first stays', () => {
    const { m } = counting()
    let error: unknown
    try {
      m.update('k', d => {
        d.n = 1
        m.update('k', inner => void (inner.n = 2))
      })
    } catch (thrown) {
      error = thrown
    }
    expect(m.get('k')).toEqual({ n: 2 })
    if (!isVarveError(error, 'CONFLICT')) throw error
    const { expected, actual, withdrawn, variable } = error.details
    expect([variable, expected.index, actual.index, withdrawn]).toEqual(['k', 0, 1, []])
  })

  test('are merged where that is asked for', () => {
    const { m, manager } = counting()
    const merged = m.update(
      'k',
      d => {
        d.n = 1
        m.update('k', inner => void (inner.other = 2))
      },
      { merge: 'ours' },
    )
    expect(merged).toEqual({ n: 1, other: 2 })
    expect(m.get('k')).toBe(merged)
    expect([...manager.getRevisionHistory()]).toEqual([{ n: 0 }, { n: 0, other: 2 }, { n: 1, other: 2 }])
    const both = (merge: 'ours' | 'theirs' | (() => unknown)) =>
      m.update('k', d => void ((d.n += 1), m.update('k', inner => void (inner.n += 2))), { merge }).n
    expect([both('ours'), both('theirs'), both(() => 7)]).toEqual([2, 4, 7])
    expect(codeOf(() => both(() => undefined))).toBe('MERGE_CONFLICT')
    expect(m.get('k')!.n).toBe(9)
  })

  test('in sessions: what was begun on the current one is finished on it', () => {
    const { m } = counting()
    const v0 = m.get('k')!
    const { manager } = managedOf(v0)!
    const outcome = (begun: ReturnType<typeof manager.beginEdit>, n: number) =>
      editValue(begun.base as never, (d: never) => void ((d as { n: number }).n = n), begun.root)
    const [one, two] = [manager.beginEdit(v0), manager.beginEdit(v0)]
    const v1 = manager.finishEdit(one, outcome(one, 1), 'first')
    expect(m.get('k')).toBe(v1)
    expect(codeOf(() => manager.finishEdit(two, outcome(two, 2)))).toBe('CONFLICT')
    const merged = manager.finishEdit(two, outcome(two, 2), { merge: 'ours' })
    expect(m.get('k')).toBe(merged)
    expect(merged).toEqual({ n: 2 })
    expect(codeOf(() => manager.beginEdit(v0))).toBe('OUTDATED')
    const late = manager.beginEdit(merged)
    m.delete('k')
    expect(codeOf(() => manager.finishEdit(late, outcome(late, 3), { merge: 'ours' }))).toBe('CONFLICT')
  })
})
