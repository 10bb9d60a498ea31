import { copyFileSync } from 'node:fs'
import { openSync } from 'varve'
import { sqlite } from 'varve/sqlite'
import { freshFile } from '../openers.ts'

export const begin: number = Date.parse('2026-11-01T09:00:00.000Z')
export const minute = 60_000

let made: string | undefined

/** Gives a file of its own to each who asks; the first is made, the others are copies. */
export function sampleFile(): string {
  made ??= makeSample()
  const file = freshFile()
  copyFileSync(made, file)
  return file
}

/** Made through the public door; every revision is a minute after the one before. */
function makeSample(): string {
  const file = freshFile()
  let now = begin - minute
  const repository = openSync(sqlite(file), { clock: { now: () => (now += minute) } })
  const score = repository.watch('score', 3)
  score.set(5, { label: 'first goal', creator: 'ann' })
  score.mark('kickoff')
  score.set(8, { creator: 'bob', comment: 'the referee said so' })
  score.undo({ creator: 'ann' })
  const team = repository.watch('team', {
    players: [
      { name: 'ann', goals: 1 },
      { name: 'bob', goals: 0 },
    ],
    total: 1,
  })
  team.update(
    draft => {
      draft.players[1]!.goals = 2
      draft.total = 3
    },
    { creator: 'bob', label: 'brace' },
  )
  team.update(draft => void draft.players.push({ name: '田中', goals: 0 }))
  repository.watch('rich.things', {
    when: new Date(0),
    amounts: new Map([['a', 1n]]),
    tags: new Set(['x']),
    nan: Number.NaN,
  })
  repository.watch('evil', 'a\u001b[31mred\u001b]0;title\u0007\u009b2J\u202eabc\nline')
  repository.close()
  return file
}
