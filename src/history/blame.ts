import { VarveError } from '../errors.ts'
import { nearest } from '../nearest.ts'
import type { Kept } from '../value/kept.ts'
import { pathText } from '../value/path-text.ts'
import type { Path } from '../value/path.ts'
import { placeAt } from '../value/place-at.ts'
import { kindOf, placesOf } from '../value/sealed.ts'
import { forgotten } from './forgotten.ts'
import type { Timeline } from './timeline.ts'
import { differs, touches } from './touches.ts'

/**
 * Finds the revision that last changed what stands at a place as of `index`, looking through rollback, undo and redo
 * to the change they restored; a place that none has ever had is `BAD_OPTION`, and where that revision was forgotten
 * `UNKNOWN_REVISION`. A scan: it costs as much as the history is long.
 */
export function blame(timeline: Timeline, place: Path, index: number): number {
  let at = lastTouch(timeline, place, index)
  if (at === 0 && !placeAt(timeline.valueAt(0), place).found) throw neverThere(timeline, place, index)
  for (;;) {
    const { kind, targets } = timeline.entry(at)
    if (kind === 'rollback') at = targets[0]!
    else if (kind === 'undo') at = targets[0]! - 1
    else if (kind === 'redo') at = targets.at(-1)!
    else return at
    at = lastTouch(timeline, place, at)
  }
}

function lastTouch(timeline: Timeline, place: Path, index: number): number {
  for (let at = index; ;) {
    const gap = timeline.gaps.at(at)
    if (!gap) {
      if (at === 0 || touches(timeline, at, place)) return at
      at--
    } else {
      const before = gap.first - 1
      if (at < gap.last || differs(timeline.valueAt(before), gap.value, place))
        throw forgotten(timeline.name, at, gap)
      at = before
    }
  }
}

function neverThere(timeline: Timeline, place: Path, index: number): VarveError<'BAD_OPTION'> {
  const value = timeline.valueAt(index)
  const step = place.findIndex((_, length) => !placeAt(value, place.slice(0, length + 1)).found)
  const around = placeAt(value, place.slice(0, step)).value
  const kind = kindOf(around)
  const keys = kind === 'object' || kind === 'map' ? Array.from(placesOf(around), ([key]) => String(key)) : []
  const near = nearest(String(place[step]), keys)
  const hint = near ? `; did you mean '${pathText([...place.slice(0, step), near])}'?` : ''
  const message = `${timeline.name}: no revision up to @${index} ever had a place '${pathText(place)}'${hint}`
  return new VarveError('BAD_OPTION', message, { option: 'place', nearest: near })
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
