import { expect, test } from 'vitest'
import { create, edit, finish, RevisionedMapping, revisionOf, stateOf, update } from 'varve/immutable'
import { codeOf } from '../../code-of.ts'
import { errorOf } from '../../value/around.ts'
import { Doc, Folder } from './shapes.ts'

/** Edits one object twice, and finishes the first of the two. */
function overtaken(): { first: Doc; late: ReturnType<typeof edit<Doc>> } {
  const doc = create(Doc)
  const [one, late] = [edit(doc), edit(doc)]
  one.title = 'one'
  late.title = 'late'
  return { first: finish(one, { creator: 'ann' }), late }
}

test('of two edits of one object the second to finish gets CONFLICT, and the first stays', () => {
  const { first, late } = overtaken()
  const error = errorOf('CONFLICT', () => finish(late))
  expect(error.details.expected.index).toBe(0)
  expect(error.details.actual).toMatchObject({ index: 1, creator: 'ann' })
  expect(error.details.withdrawn).toEqual([])
  const { manager } = revisionOf(first)
  expect([manager.getNumberOfRevisions(), stateOf(first)]).toEqual([2, 'locked'])
  expect(manager.getCurrentRevision()).toBe(first)
})

test('a recipe that updates its own original loses to it: CONFLICT', () => {
  const doc = create(Doc)
  errorOf('CONFLICT', () => update(doc, () => void update(doc, draft => void (draft.title = 'inner'))))
  const { manager } = revisionOf(doc)
  expect([manager.getCurrentRevision()!.title, manager.getNumberOfRevisions()]).toEqual(['inner', 2])
})

test('an edit that was overtaken can be merged, also after its CONFLICT', () => {
  const folder = create(Folder)
  const [one, late] = [edit(folder), edit(folder)]
  one.address.city = 'Thun'
  late.address.lines.push('b')
  finish(one)
  errorOf('CONFLICT', () => finish(late))
  const both = finish(late, { merge: 'ours' })
  expect([both.address.city, both.address.lines]).toEqual(['Thun', ['a', 'b']])
  expect([revisionOf(both).version, stateOf(both)]).toEqual([2, 'locked'])
  errorOf('DRAFT_CLOSED', () => finish(late))
})

test('what both changed is settled by the resolver, or refused: MERGE_CONFLICT', () => {
  const { first, late } = overtaken()
  const error = errorOf('MERGE_CONFLICT', () => finish(late, { merge: () => undefined }))
  expect(error.details.conflicts.map(({ path }) => path)).toEqual([['title']])
  expect(revisionOf(first).manager.getCurrentRevision()).toBe(first)
  const merge = ({ base, ours, theirs }: { base: unknown; ours: unknown; theirs: unknown }) =>
    [base, ours, theirs].toSorted().join()
  expect(finish(late, { merge }).title).toBe(',late,one')
})

test('an update with merge is merged with what its recipe made meanwhile', () => {
  const mapping = new RevisionedMapping<string, Folder>([['a', create(Folder)]])
  const inner = () => mapping.update('a', draft => void (draft.address.city = 'Thun'))
  const both = mapping.update(
    'a',
    draft => {
      draft.address.lines.push('b')
      inner()
    },
    { merge: 'theirs' },
  )
  expect([both.address.city, both.address.lines]).toEqual(['Thun', ['a', 'b']])
  expect(mapping.get('a')).toBe(both)
})

test('a draft whose original was deleted meanwhile is refused, and nothing comes back', () => {
  const mapping = new RevisionedMapping<string, Doc>([['a', create(Doc)]])
  const draft = edit(mapping.get('a')!)
  draft.title = 'late'
  mapping.delete('a')
  expect(codeOf(() => finish(draft))).toMatch(/CONFLICT|OUTDATED/)
  expect([mapping.has('a'), mapping.getRevisionManager('a').getNumberOfRevisions()]).toEqual([false, 1])
})

test('an update that a hook refuses records nothing', () => {
  class Strict extends Folder {
    readonly n: number = 0
    protected override afterUpdate(): void {
      if (this.n > 1) throw new RangeError('too many')
    }
  }
  const one = update(create(Strict), draft => void (draft.n = 1))
  expect(() => update(one, draft => void (draft.n = 2))).toThrow(RangeError)
  expect([stateOf(one), revisionOf(one).manager.getNumberOfRevisions()]).toEqual(['locked', 2])
  expect(update(one, draft => void (draft.n = -1)).n).toBe(-1)
})
