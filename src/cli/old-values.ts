import type { Timeline } from '../history/timeline.ts'
import { overlap } from '../history/touches.ts'
import type { Kept } from '../value/kept.ts'
import { patchValue } from '../value/patch.ts'
import type { Patch, Path } from '../value/path.ts'
import { placeAt } from '../value/place-at.ts'

/** What a place held, if there was such a place. */
export interface Found {
  readonly found: boolean
  readonly value: Kept
}

/** Revisions that are searched for one place before the whole value is made. */
const farthest = 256

/**
 * Finds what stood at a place, by what was set there last, so that the end of a long history can be told without a
 * replay of all before it. When more was searched than a replay costs, there is one.
 */
export class OldValues {
  readonly #timeline: Timeline
  #budget: number

  constructor(timeline: Timeline) {
    this.#timeline = timeline
    this.#budget = timeline.length
  }

  /** What stood at the place as of revision `index`. */
  at(index: number, place: Path): Found {
    const last = this.#budget > 0 ? this.#lastSet(index, place) : undefined
    return last ?? placeAt(this.#timeline.valueAt(index), place)
  }

  #lastSet(index: number, place: Path): Found | undefined {
    const end = Math.max(-1, index - farthest)
    for (let at = index; at > end; at--) {
      if (this.#timeline.gaps.has(at)) return undefined
      this.#budget -= 1
      const { change } = this.#timeline.entry(at)
      if ('whole' in change) return placeAt(change.whole, place)
      const last = change.patches.findLast(({ path }) => overlap(path, place))
      if (last) return whatItSet(last, place)
    }
    return undefined
  }
}

/** Undefined where the patch only edited what was there. */
function whatItSet(patch: Patch, place: Path): Found | undefined {
  if ((patch.op !== 'replace' && patch.op !== 'add') || patch.path.length > place.length) return undefined
  return placeAt(patchValue(patch), place.slice(patch.path.length))
}
