import { expect, test } from 'vitest'
import { withInfo } from 'varve'
import { create, revisionOf, update, type RevisionInfo } from 'varve/immutable'
import { errorOf } from '../../value/around.ts'
import { Doc } from './shapes.ts'

const who = (doc: Doc) => {
  const { creator, comment }: RevisionInfo<Doc> = revisionOf(doc)
  return [creator, comment]
}
const edited = (doc: Doc, change?: Parameters<typeof update>[2]) =>
  update(doc, draft => void (draft.title += '!'), change)

test('without info a revision has no creator and no comment', () => {
  const doc = create(Doc)
  expect(who(doc)).toEqual([null, null])
  expect(who(edited(doc))).toEqual([null, null])
})

test('an update takes a creator and a comment, which its revision shows', () => {
  expect(who(edited(create(Doc), { creator: 'arthur', comment: 'answer' }))).toEqual(['arthur', 'answer'])
})

test('withInfo gives its info to what happens inside it, to creation too, and to nothing after', () => {
  const [made, next] = withInfo({ creator: 'arthur', comment: 'answer' }, () => {
    const doc = create(Doc)
    return [doc, edited(doc)]
  }) as [Doc, Doc]
  expect([who(made), who(next)]).toEqual([['arthur', 'answer'], ['arthur', 'answer']]) // prettier-ignore
  expect(who(create(Doc))).toEqual([null, null])
  expect(who(edited(next))).toEqual([null, null])
})

test('withInfo nests: the inner info holds inside, the outer one again after it', () => {
  const seen: unknown[] = []
  const see = () => seen.push(who(edited(create(Doc))))
  withInfo({ creator: 'arthur', comment: 'question' }, () => {
    see()
    withInfo({ creator: 'computer', comment: 'answer' }, see)
    see()
  })
  expect(seen).toEqual([['arthur', 'question'], ['computer', 'answer'], ['arthur', 'question']]) // prettier-ignore
})

test('an omitted field inherits from outside, an empty text overrides, null clears', () => {
  withInfo({ creator: 'arthur', comment: 'question' }, () => {
    expect(who(edited(create(Doc), { comment: 'answer' }))).toEqual(['arthur', 'answer'])
    expect(who(edited(create(Doc), { creator: '' }))).toEqual(['', 'question'])
    expect(who(edited(create(Doc), { creator: null }))).toEqual([null, 'question'])
    withInfo({ comment: null }, () => expect(who(create(Doc))).toEqual(['arthur', null]))
  })
})

test('info that is misspelt is refused by name, and nothing is recorded', () => {
  const doc = create(Doc)
  const error = errorOf('BAD_OPTION', () => edited(doc, { creater: 'ann' } as object))
  expect(error.details).toMatchObject({ option: 'creater', nearest: 'creator' })
  expect(revisionOf(doc).manager.getNumberOfRevisions()).toBe(1)
})
