import type { Kept } from '../value/kept.ts'
import type { Path } from '../value/path.ts'
import { kindOf, placesOf } from '../value/sealed.ts'
import type { Timeline } from './timeline.ts'
import { touches } from './touches.ts'

/**
 * Finds the revision that last changed what stands at a place as of `index`, looking through rollback, undo and redo
 * to the change they restored. A scan: it costs as much as the history is long.
 */
export function blame(timeline: Timeline, place: Path, index: number): number {
  let at = index
  for (;;) {
    while (at > 0 && !touches(timeline, at, place)) at--
    const { kind, targets } = timeline.entry(at)
    if (kind === 'rollback') at = targets[0]!
    else if (kind === 'undo') at = targets[0]! - 1
    else if (kind === 'redo') at = targets.at(-1)!
    else return at
  }
}

/** Every place of a value that holds no further places, in order; an empty container counts as one. */
export function* leafPlaces(value: Kept, path: Path = []): Generator<Path> {
  const kind = kindOf(value)
  let empty = true
  if (kind !== 'primitive' && kind !== 'leaf') {
    for (const [key, inner] of placesOf(value as object)) {
      empty = false
      yield* leafPlaces(inner, [...path, key])
    }
  }
  if (empty) yield path
}
