import type { Kept } from '../value/kept.ts'
import type { Path } from '../value/path.ts'
import { placeAt } from '../value/place-at.ts'
import { op } from '../value/working/row-log.ts'
import { isAmbiguous } from './is-ambiguous.ts'
import { PathWalk } from './path-walk.ts'
import type { Timeline } from './timeline.ts'

/** Finds what stood at a place as of a revision by what set it last; the whole value is made only for what was built in steps. */
export function oldPlace(timeline: Timeline, place: Path, index: number): Kept {
  const whole = (): Kept => placeAt(timeline.valueAt(index), place).value
  // What was read is not decoded for the sake of one place, and from before a gap nothing is known.
  if (!timeline.isOwn || timeline.gaps.all.length > 0) return whole()
  const { pathIndex, root } = timeline
  const walk = new PathWalk(pathIndex, root, place, index)
  for (;;) {
    // Where it stood before a splice, rows may know it under another key.
    if (isAmbiguous(root, walk.place)) return whole()
    const hit = walk.last()
    if (!hit || hit.what === 'inside') return whole()
    const { row, depth } = hit
    if (hit.what === 'spliced') {
      const { index: start, removed, insert } = pathIndex.splice(row)
      const at = Number(walk.place[depth])
      if (at < start + insert.length)
        return placeAt(insert[at - start] as Kept, walk.place.slice(depth + 1)).value
      walk.goTo(hit, walk.place.with(depth, at - insert.length + removed))
      continue
    }
    if (row < 0) return placeAt(timeline.valueAt(hit.index), walk.place).value
    const is = pathIndex.op(row)
    if (is === op.text || is === op.drop) return whole()
    const next = pathIndex.next(row) as Kept
    return depth === walk.place.length ? next : placeAt(next, walk.place.slice(depth)).value
  }
}
