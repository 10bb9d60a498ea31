import { create, createMany, edit, finish, update } from 'varve/immutable'
import { Answer, Witness } from './answer.ts'
import { heading, refused, say } from './words.ts'

/** A class of one's own: fields, a getter, a hook, a list. */
export function showOwnType(): void {
  heading('An answer of a class of its own')
  const asked = create(Answer, 'How deep is the lake?')
  say('it is open', asked.isOpen, String(asked))

  const [bo, cy] = createMany(Witness, make => [make('Bo'), make('Cy', 'the boat')] as const)
  const answered = update(asked, draft => {
    draft.metres = 42
    draft.witnesses.push(bo, cy)
    draft.asker.place = 'the pier'
  })
  say('it is answered', answered instanceof Answer, String(answered))
  say('Ann stood, and stands at', asked.asker.place, 'and', answered.asker.place)
  refused('push onto the locked list', () => (answered.witnesses as unknown as string[]).push('Di'))
  refused('a depth below nothing', () => update(answered, draft => void (draft.metres = -1)))
  refused('a witness who is no data', () => create({ witness: () => 'Di' }))

  using draft = edit(answered)
  for (const place of ['the pier', 'the bridge']) draft.witnesses.at(0)!.place = place
  say('Bo went to', finish(draft).witnesses.at(0)!.place)
}
