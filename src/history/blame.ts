import { VarveError } from '../errors.ts'
import { nearest } from '../nearest.ts'
import type { Kept } from '../value/kept.ts'
import { pathText } from '../value/path-text.ts'
import { unknownOld } from '../value/patch.ts'
import type { Path, PathKey } from '../value/path.ts'
import { exactPath, placeAt } from '../value/place-at.ts'
import { same } from '../value/same.ts'
import { kindOf, placesOf } from '../value/sealed.ts'
import { op } from '../value/working/row-log.ts'
import { forgotten } from './forgotten.ts'
import { movedFrom, type Origin } from './moved-from.ts'
import type { Hit } from './path-walk.ts'
import { isAmbiguous } from './is-ambiguous.ts'
import { PathWalk } from './path-walk.ts'
import type { Timeline } from './timeline.ts'
import { differs, touches } from './touches.ts'

/**
 * Finds the revision that last changed what stands at a place as of `index`: wherever that stood before splices and moves,
 * and looking through rollback, undo and redo to the change they restored. A place that none has ever had is `BAD_OPTION`,
 * and where that revision was forgotten `UNKNOWN_REVISION`.
 */
export function blame(timeline: Timeline, place: Path, index: number): number {
  const set = timeline.isOwn ? -1 : setOnTheWay(timeline.valueAt(index), place)
  if (set >= 0) return blameByLooking(timeline, place, place.slice(0, set), index)
  return (
    blameByRows(timeline, place, place, index) ??
    blameByRows(timeline, place, exactPath(timeline.valueAt(index), place), index)!
  )
}

/**
 * `blame` of a place whose keys are `exact` those by which rows know it, wherever it stood before; undefined where they turn out
 * not to be: a key that came as text may be a number.
 */
function blameByRows(timeline: Timeline, place: Path, exact: Path, index: number): number | undefined {
  const { pathIndex, root } = timeline
  const walk = new PathWalk(pathIndex, root, exact, index)
  let at = index
  // Where it stood after the revision that is looked at, which is where it stands in what that restored.
  let after: readonly PathKey[] = exact
  const tried = new Set<number>()
  for (;;) {
    if (exact === place && isAmbiguous(root, walk.place)) return undefined
    const hit = walk.last()
    const gap = timeline.gaps.at(at) ?? timeline.gaps.endedBy(at)
    if (gap && (!hit || hit.index < gap.first)) {
      const before = gap.first - 1
      if (at < gap.last || differs(timeline.valueAt(before), gap.value, walk.place))
        throw forgotten(timeline.name, at < gap.last ? at : gap.last, gap)
      walk.goTo((at = before))
      continue
    }
    if (!hit) return first(timeline, place, walk.place, index)
    if (hit.index !== at) after = walk.place
    at = hit.index
    const back = wayBack(timeline, walk.place, hit, tried)
    if (back === 'unchanged') walk.goTo(hit)
    else if (back !== 'changed') walk.goTo({ index: at, row: back.row }, back.place)
    else {
      const restored = restoredBy(timeline, at)
      if (restored === undefined) return at === 0 ? first(timeline, place, walk.place, index) : at
      walk.goTo((at = restored), after)
    }
  }
}

/** Of lines that were read nobody knows which are about a Set, so that its positions can't be followed. */
function setOnTheWay(value: Kept, place: Path): number {
  return place.findIndex((_, depth) => kindOf(placeAt(value, place.slice(0, depth)).value) === 'set')
}

/** `blame` of a position in a Set as such, by looking at one revision after the other. */
function blameByLooking(timeline: Timeline, place: Path, set: Path, index: number): number {
  for (let at = index; ; at--) {
    if (timeline.gaps.has(at)) throw forgotten(timeline.name, at, timeline.gaps.at(at)!)
    if (at === 0) return first(timeline, place, place, index)
    if (!touches(timeline, at, set)) continue
    if (!differs(timeline.valueAt(at - 1), timeline.valueAt(at), place)) continue
    const restored = restoredBy(timeline, at)
    if (restored === undefined) return at
    at = restored + 1
  }
}

/** The revision whose value one restored; undefined for a change of its own. */
function restoredBy(timeline: Timeline, index: number): number | undefined {
  const { kind, targets } = timeline.entry(index)
  if (kind === 'rollback') return targets[0]!
  if (kind === 'undo') return targets[0]! - 1
  return kind === 'redo' ? targets.at(-1)! : undefined
}

/** Tells whether what happened changed what stands at the place, or from where that came. */
function wayBack(
  timeline: Timeline,
  place: readonly PathKey[],
  hit: Hit,
  tried: Set<number>,
): Origin | 'changed' | 'unchanged' {
  const { pathIndex } = timeline
  const { index, row, depth } = hit
  if (hit.what === 'inside') return 'changed'
  if (row < 0) {
    const isNew = index === 0 || differs(timeline.valueAt(index - 1), timeline.valueAt(index), place)
    return isNew ? 'changed' : 'unchanged'
  }
  if (hit.what === 'spliced') {
    const { index: start, removed, insert } = pathIndex.splice(row)
    const at = Number(place[depth])
    if (at < start + insert.length)
      return (
        movedFrom(timeline, place, hit, tried) ?? (isThere(timeline, place, hit) ? 'changed' : 'unchanged')
      )
    return { row, place: place.with(depth, at - insert.length + removed) }
  }
  const { is, next, old } = pathIndex.row(row)
  if (is === op.text) return old === next ? 'unchanged' : 'changed'
  const moved = is === op.drop ? undefined : movedFrom(timeline, place, hit, tried)
  if (moved) return moved
  if (is === op.add || is === op.drop) return isThere(timeline, place, hit) ? 'changed' : 'unchanged'
  const rest = place.slice(depth)
  const [before, at] = old === unknownOld ? [timeline.valueAt(index - 1), place] : [old as Kept, rest]
  return isSame(placeAt(before, at), placeAt(next as Kept, rest)) ? 'unchanged' : 'changed'
}

function isSame(was: ReturnType<typeof placeAt>, is: ReturnType<typeof placeAt>): boolean {
  return was.found === is.found && same(was.value, is.value)
}

/** Tells whether the place was in what a row put there or took away; what has never been is not changed. */
function isThere(timeline: Timeline, place: readonly PathKey[], { what, index, row, depth }: Hit): boolean {
  const { is, next, old } = timeline.pathIndex.row(row)
  if (what === 'spliced') {
    const { index: start, insert } = timeline.pathIndex.splice(row)
    const at = Number(place[depth]) - start
    const rest = place.slice(depth + 1)
    const removed = Array.isArray(old) && at < old.length ? placeAt(old[at] as Kept, rest).found : false
    return removed || placeAt(insert[at] as Kept, rest).found
  }
  const held = is === op.add ? next : old
  if (held === unknownOld) return differs(timeline.valueAt(index - 1), timeline.valueAt(index), place)
  return placeAt(held as Kept, place.slice(depth)).found
}

/** The first revision, which set every place it has. */
function first(timeline: Timeline, place: Path, began: Path, index: number): number {
  if (placeAt(timeline.valueAt(0), began).found) return 0
  throw neverThere(timeline, place, index)
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
