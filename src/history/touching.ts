import type { Path } from '../value/path.ts'
import { isAmbiguous } from './is-ambiguous.ts'
import type { Timeline } from './timeline.ts'
import { touches } from './touches.ts'

/** Says of each revision whether it changed what stands at a place; of those that no row ties to it, without a look. */
export function touching(timeline: Timeline, place: Path): (index: number) => boolean {
  const { root } = timeline
  if (!timeline.isOwn || isAmbiguous(root, place)) return index => touches(timeline, index, place)
  const { pathIndex } = timeline
  const tied = new Set<number>([0])
  let node: ReturnType<typeof root.known> = root
  for (let depth = 0; node !== undefined; depth++) {
    const happened = pathIndex.at(node)
    if (happened) {
      const { set, spliced, inside } = happened
      const all = depth === place.length ? [set, spliced, inside] : [set, spliced]
      for (const { indexes } of all) for (const index of indexes) tied.add(index)
    }
    node = depth < place.length ? node.known(place[depth]!) : undefined
  }
  return index => tied.has(index) && touches(timeline, index, place)
}
