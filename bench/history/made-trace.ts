import { pick } from '../runner/pick.ts'
import type { Edit } from './edit.ts'

/** How often in a thousand edits somebody deletes, and goes elsewhere. */
const [deletes, jumps] = [150, 30]

/** Edits as somebody types who was not recorded: mostly onwards, now and then back, sometimes elsewhere. */
export function madeTrace(count: number): Edit[] {
  let length = 0
  let cursor = 0
  return Array.from({ length: count }, (_, step): Edit => {
    const chance = pick(step, 1_000)
    if (chance >= 1_000 - jumps) cursor = pick(step + count, length + 1)
    if (chance < deletes && cursor > 0) {
      length -= 1
      cursor -= 1
      return [cursor, 1, '']
    }
    const letter = pick(step, 6) === 0 ? ' ' : String.fromCharCode(97 + pick(step * 3, 26))
    length += 1
    cursor += 1
    return [cursor - 1, 0, letter]
  })
}
