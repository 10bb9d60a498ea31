import { VarveError } from '../errors.ts'
import { redoAgain, undoAgain } from '../history/step-again.ts'
import type { Places } from '../recorder/intent.ts'
import { mergeOnto } from '../recorder/merge-onto.ts'
import type { Track } from '../recorder/track.ts'
import type { Kept } from '../value/kept.ts'
import type { Resolve } from '../value/merge/conflict.ts'
import type { Path } from '../value/path.ts'
import type { Attempt } from './attempt.ts'
import { aimOf } from './step-aim.ts'
import type { ConflictPolicy } from '../recorder/conflict-policy.ts'

/** A change as it was made before it lost a race: the values before and after are read when they are needed. */
export interface Made {
  readonly attempt: Attempt
  before(): Kept
  after(): Kept
}

/** Attempts a change again on the head that stands now; undefined where nothing is left to do. */
export type Again = (made: Made, places: Places) => Attempt | undefined

type Keys = ((element: unknown, path: Path) => unknown) | undefined

/** How each kind of change of one variable is made again; a recipe simply runs again. */
export interface Agains {
  /** Undefined where a set is withdrawn. */
  readonly set: Again | undefined
  /** One that has just looked at what is stored is never withdrawn. */
  readonly setAsync: Again
  readonly patches: Again
  readonly restore: Again
  readonly step: Again
}

/** Says how changes of a variable are made again. */
export type AgainFor = (track: Track, policy: ConflictPolicy, keys: Keys) => Agains

/** Says how changes of a variable are made again that lost a race. */
export const againFor: AgainFor = (track, policy, keys) => {
  const set = setAgain(track, policy, keys)
  return {
    set,
    setAsync: set ?? overwriteAgain,
    patches: mergeAgain(track, keys),
    restore: restoreAgain(track),
    step: stepAgain(track),
  }
}

/** How a set is made again: not at all, on top of what is there, or merged with it. */
function setAgain(track: Track, policy: ConflictPolicy, keys: Keys): Again | undefined {
  if (policy === 'refuse') return undefined
  return policy === 'overwrite' ? overwriteAgain : mergeAgain(track, keys, policy.merge)
}

/** Records the same value on top of what is there. */
const overwriteAgain: Again = ({ attempt: { kind, info }, after }) => ({ kind, info, to: { value: after() } })

/** Merges what was made with what is there; a conflict that nobody resolves is `MERGE_CONFLICT`. */
function mergeAgain({ timeline }: Track, keys: Keys, resolve?: Resolve): Again {
  const settings = { ...(resolve && { resolve }), ...(keys && { keys }) }
  return ({ attempt: { kind, info }, before, after }) => ({
    kind,
    info,
    to: { value: mergeOnto(timeline, before(), after(), settings) },
  })
}

/** Restores the same revision, wherever it stands now. */
function restoreAgain(track: Track): Again {
  return ({ attempt: { kind, info, targets = [] } }, places) => {
    const index = places.now(track, targets[0]!)
    if (index === undefined) throw gone(track, 'it was to restore')
    return { kind, info, to: { value: track.timeline.valueAt(index) }, targets: [index] }
  }
}

/** Takes back or gives back the same changes, whatever was recorded meanwhile. */
function stepAgain(track: Track): Again {
  return ({ attempt: { kind, info, targets = [] } }, places) => {
    const now = targets.map(target => places.now(track, target))
    // What was to be taken back has gone by itself.
    if (!now.every(index => index !== undefined)) return undefined
    const { timeline } = track
    const step = kind === 'undo' ? undoAgain(timeline, now) : redoAgain(timeline, now)
    if (!step && kind === 'redo') throw gone(track, 'it was to give back')
    return step && { kind, info, to: aimOf(timeline, step), targets: step.targets }
  }
}

function gone({ name: variable }: Track, what: string): VarveError<'REFUSED'> {
  return new VarveError('REFUSED', `${variable}: what ${what} is not there any more`, {})
}
