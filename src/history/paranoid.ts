import type { Kept } from '../value/kept.ts'
import { ownedOf } from '../value/mark.ts'
import { same } from '../value/same.ts'
import { eachPlace, isSealed, kindOf } from '../value/sealed.ts'
import { op } from '../value/working/row-log.ts'
import type { Timeline } from './timeline.ts'

/**
 * Checks after a change that the rows lead to the very value that was worked on, and that nothing which was or may be handed
 * out can still be changed. Throws where that is not so: then this package has a defect. It hands nothing out, so that
 * values are changed in place as without it.
 */
export function checkRecorded(timeline: Timeline, index: number, replayed: Kept): void {
  const { present, name } = timeline
  const value = present.raw
  const wrong =
    openIn(value, false) ??
    openIn(replayed, true) ??
    openInRows(timeline, index) ??
    differing(value, replayed)
  if (wrong === undefined) return
  const message = `${name}@${index}: ${wrong}; this is a defect of varve: please report it, with what was done before`
  throw new Error(message)
}

// The value that is worked on is read as if it were sealed: what is owned has its leaves in their places.
const differing = (value: unknown, replayed: Kept): string | undefined =>
  same(value as Kept, replayed) ? undefined : 'the history does not lead to the value'

/** What of a revision's rows is open. */
function openInRows(timeline: Timeline, index: number): string | undefined {
  const { start, count } = timeline.stretch(index)
  for (let row = start; row < start + count; row++) {
    const { is, next, old } = timeline.pathIndex.row(row)
    // What a splice put in and took out are lists of the row's own.
    for (const held of is === op.splice ? [next, old].flat() : [next, old]) {
      const open = openIn(held, true)
      if (open !== undefined) return `${open} in the log`
    }
  }
  return undefined
}

/** Says which container of a value is neither frozen nor, where it may be, owned. */
function openIn(value: unknown, must: boolean): string | undefined {
  const kind = kindOf(value)
  if (kind === 'primitive' || kind === 'leaf') return undefined
  const container = value as object
  const sealed = isSealed(container)
  if (sealed && !Object.isFrozen(container)) return `the ${kind} that was sealed can be changed`
  if (!sealed && must) return `the ${kind} was not sealed`
  if (!sealed && ownedOf(container) === null) return `the ${kind} belongs to nobody`
  let wrong: string | undefined
  eachPlace(container, (_, inner) => (wrong ??= openIn(inner, sealed)))
  return wrong
}
