import { create, roleOf, update } from 'varve/immutable'
import { heading, refused, say } from './words.ts'

/** Immutables of plain data: made, updated, and refused. */
export function showPlainData(): void {
  heading('An answer as plain data')
  const asked = create({ question: 'How deep is the lake?', metres: 0, witnesses: [] as string[] })
  refused('set a field of it', () => set(asked, 'metres', 42))

  const answered = update(asked, draft => {
    draft.metres = 42
    draft.witnesses.push('Ann', 'Bo')
  })
  say('the next one', answered.metres, answered.witnesses)
  say('the one before', asked.metres, asked.witnesses)

  heading('What stands in it')
  say('the witnesses', isFrozen(answered.witnesses), roleOf(answered.witnesses))
  refused('update them alone', () => update(answered.witnesses, draft => void draft.pop()))
  const mine = { means: new Set(['sonar']) }
  const kept = create(mine)
  mine.means.add('lead line')
  say('what was passed in is open', [...mine.means], [...kept.means])
}

/** Sets of their own. */
export function showSets(): void {
  heading('A Set')
  const odd = create(new Set([6]))
  const even = update(odd, draft => {
    draft.delete(6)
    draft.add(9)
  })
  say('before and after', [...odd], [...even])
  refused('add to it', () => (even as Set<number>).add(1))
}

const set = (object: object, key: string, value: unknown): unknown => Object.assign(object, { [key]: value })
const isFrozen = (object: object): string => (Object.isFrozen(object) ? 'locked' : 'open')
