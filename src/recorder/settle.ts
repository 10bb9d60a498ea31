import type { VarveError } from '../errors.ts'
import type { Events } from './events.ts'
import type { PendingUnit } from './pending-unit.ts'
import type { Queue } from './queue.ts'
import type { Culprit, Race } from './race.ts'
import { Remaking, type MarkAgain } from './remaking.ts'
import type { Tail } from './stored.ts'
import type { Track } from './track.ts'

/** What listens while a race is settled, and what can set marks. */
export interface SettleHost {
  readonly events: Events
  readonly mark: MarkAgain
}

/** What became of a unit that had lost: saved under other indexes, on its way again, or a conflict. */
export interface Settled {
  readonly unit: PendingUnit
  readonly culprit: Culprit
  readonly error: VarveError<'CONFLICT'> | undefined
}

/**
 * Settles a lost race: what lost leaves its timelines, what others have stored comes in, and what was wanted is made
 * again on top of it. Listeners are to hear of all that afterwards: the others' revisions first, each once; and of the
 * head where nothing came in place of what was withdrawn.
 */
export function settle(
  race: Race,
  tails: ReadonlyMap<Track, Tail | undefined>,
  queue: Queue,
  { events, mark }: SettleHost,
): readonly Settled[] {
  queue.units = race.doom(queue.units)
  const { losses, fallen, again } = race.settle(tails)
  queue.units = [...again, ...queue.units]
  for (const { track, from } of fallen) {
    events.drop(track, from)
    for (const index of track.timeline.indexes(from)) events.tell(track, index)
  }
  const remaking = new Remaking(fallen, mark)
  const settled = losses.map(loss => {
    const { unit, culprit } = loss
    queue.losses = unit.losses + 1
    const { length } = queue.units
    const error = remaking.remake(loss)
    if (!error) handOver(unit, unit.whole ? queue.units[length] : [...unit.tracks][0]?.unit)
    return { unit, culprit, error }
  })
  queue.losses = 0
  for (const { track, from, withdrew } of fallen) {
    const { length } = track.timeline
    if (withdrew && length === from) events.tell(track, length - 1)
  }
  return settled
}

/** Who waited for the lost unit waits for the one that came in its place; where nothing was left to do, no longer. */
function handOver(unit: PendingUnit, heir: PendingUnit | undefined): void {
  if (heir) unit.handOver(heir)
  else unit.resolve()
}
