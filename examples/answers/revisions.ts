import { withInfo } from 'varve'
import { create, edit, finish, RevisionedMapping, revisionOf, stateOf, update } from 'varve/immutable'
import { Answer } from './answer.ts'
import { heading, refused, say } from './words.ts'

/** Each answer as a revision of the one before, with who, when and why. */
export function showRevisions(): void {
  heading('Answers under a key, with their history')
  let now = Date.UTC(2031, 5, 1)
  const clock = { now: () => (now += 60_000) }
  const answers = new RevisionedMapping<string, Answer>([], { clock })
  const asked = withInfo({ creator: 'ann' }, () => create(Answer, 'How deep is the lake?'))
  answers.set('depth', asked)
  say('what was put in is there', answers.get('depth') === asked)

  const answered = update(asked, draft => void (draft.metres = 42), { creator: 'bo', comment: 'by sonar' })
  const { version, creator, comment } = revisionOf(answered)
  say('the second revision', version, creator, comment)
  say('the first is', stateOf(asked), 'by', revisionOf(asked).creator)
  say('it ends as that starts', revisionOf(asked).end!.getTime() === revisionOf(answered).start.getTime())
  refused('update the first again', () => update(asked, draft => void (draft.metres = 1)))

  heading('Two at once')
  using mine = edit(answered)
  mine.metres = 43
  const theirs = answers.update('depth', draft => void (draft.asker.place = 'the boat'), { creator: 'cy' })
  refused('finish what was overtaken', () => finish(mine))
  const both = finish(mine, { merge: 'ours', creator: 'bo' })
  say('merged', both.metres, both.asker.place, theirs.metres)

  heading('Back')
  const depth = answers.getRevisionManager('depth')
  const versions = (query = {}) => Array.from(depth.getRevisionHistory(query), one => revisionOf(one).version)
  say('in effect', versions(), "of them bo's", versions({ creator: 'bo' }))
  say('the newest two', versions({ reversed: true, batchSize: 2 }))
  depth.rollbackToRevision(answered, { comment: 'sonar it was' })
  say('after the rollback', versions(), 'dropped', versions({ dropped: true }))
  say('current again', answers.get('depth') === answered, stateOf(answered), revisionOf(answered).end)
  answers.update('depth', draft => void (draft.metres = 44))
  say('and on from there', versions())
}
