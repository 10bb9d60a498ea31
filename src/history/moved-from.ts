import type { PathKey } from '../value/path.ts'
import { op } from '../value/working/row-log.ts'
import type { Hit } from './path-walk.ts'
import type { Timeline } from './timeline.ts'

/** Where something stood before a row that took it away, and which row that was. */
export interface Origin {
  readonly row: number
  readonly place: readonly PathKey[]
}

/**
 * Finds from where came what a row put in front of a place: the same revision may have taken the very thing away elsewhere,
 * or a splice may only have changed the order. Undefined for what is new. Rows that the way came by already are not tried
 * again: what stood somewhere only in between would lead round in circles.
 */
export function movedFrom(
  timeline: Timeline,
  place: readonly PathKey[],
  hit: Hit,
  tried: Set<number>,
): Origin | undefined {
  const { pathIndex } = timeline
  const { depth, row } = hit
  if (hit.what === 'spliced') {
    const { index: start, insert } = pathIndex.splice(row)
    const at = Number(place[depth]) - start
    const { old } = pathIndex.row(row)
    const before = Array.isArray(old) ? sameIn(old, insert, at) : -1
    if (before >= 0) return { row, place: place.with(depth, start + before) }
    return takenElsewhere(timeline, insert[at], hit, place.slice(depth + 1), tried)
  }
  return takenElsewhere(timeline, pathIndex.row(row).next, hit, place.slice(depth), tried)
}

/** Where, among what a splice took out, stood what it put in; of equal ones the first is the first. */
function sameIn(removed: readonly unknown[], insert: readonly unknown[], at: number): number {
  let nth = 0
  for (let i = 0; i < at; i++) if (isSame(insert, i, insert, at)) nth++
  for (let i = 0; i < removed.length; i++) if (isSame(removed, i, insert, at) && nth-- === 0) return i
  return -1
}

/** A hole reads as undefined, and is nothing that could have moved to become one. */
function isSame(left: readonly unknown[], i: number, right: readonly unknown[], j: number): boolean {
  return Object.is(left[i], right[j]) && Object.hasOwn(left, i) === Object.hasOwn(right, j)
}

/** Looks through the rows of the same revision for one that took this very container away. */
function takenElsewhere(
  timeline: Timeline,
  held: unknown,
  { index, row }: Hit,
  rest: readonly PathKey[],
  tried: Set<number>,
): Origin | undefined {
  // Of primitives nobody can say whether it is the same one.
  if (typeof held !== 'object' || held === null) return undefined
  const from = (other: number, place: readonly PathKey[]): Origin => {
    tried.add(other)
    return { row: other, place: [...place, ...rest] }
  }
  const { start, count } = timeline.stretch(index)
  for (let other = start; other < start + count; other++) {
    if (other === row || tried.has(other)) continue
    const { is, node, key, old } = timeline.pathIndex.row(other)
    if (is === op.splice) {
      const at = Array.isArray(old) ? old.indexOf(held) : -1
      if (at >= 0) return from(other, [...node.path, (key as number) + at])
    } else if ((is === op.put || is === op.drop || is === op.leave) && old === held)
      return from(other, [...node.path, key])
  }
  return undefined
}
