import { isVarveError, open } from 'varve'
import { task, tell } from '../rig/parent.ts'
import { subjectOf } from '../subject/subjects.ts'
import { blind } from './blind.ts'
import type { Tally, Task } from './tally.ts'

const { subject, place, id, life, from, to, durable, plant } = task<Task>()
const store = subjectOf(subject).store(place, plant)
const repository = await open(plant === 'blind' ? blind(store) : store, {
  durable: store.sync ? durable : 'tick',
})
const tally = await repository.watch<Tally>('tally', { tokens: [], sums: {} })
let conflicts = 0
let busy = 0
let seen = -1

for (let next = from; next < to;) {
  // Those of a tick are told together.
  const count = durable === 'each' ? 1 : Math.min(to - next, 1 + (next % 5))
  const tokens = Array.from({ length: count }, (_, i) => `${id}.${life}.${next + i}`)
  try {
    for (const token of tokens) append(token)
    await saved()
  } catch (error) {
    if (!isVarveError(error, 'CONFLICT')) throw error
    conflicts++
    continue
  }
  tell({ made: tokens })
  next += count
  look(tokens)
}
await repository.close()
tell({ done: true, conflicts, busy })

function append(token: string): void {
  try {
    tally.update(draft => {
      draft.tokens.push(token)
      draft.sums[id] = (draft.sums[id] ?? 0) + 1
    }, token)
  } catch (error) {
    // It is recorded, and pending until whoever holds the file goes on.
    if (!isBusy(error)) throw error
  }
}

async function saved(): Promise<void> {
  for (;;) {
    try {
      return await tally.saved
    } catch (error) {
      if (!isBusy(error)) throw error
      busy++
    }
  }
}

function isBusy(error: unknown): boolean {
  return (
    isVarveError(error, 'BUSY') || (isVarveError(error, 'NOT_DURABLE') && isVarveError(error.cause, 'BUSY'))
  )
}

/** Reads never go back, and have what was just acknowledged. */
function look(tokens: readonly string[]): void {
  const { index } = tally.lastChange()
  if (index < seen) tell({ wrong: `process ${id} saw @${seen}, and then @${index}` })
  seen = index
  const last = tally.value.tokens.slice(-200)
  if (last.length < 200 && !tokens.every(token => last.includes(token)))
    tell({ wrong: `process ${id} does not see ${tokens.join()} after they were saved` })
}
