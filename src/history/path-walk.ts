import type { PathKey } from '../value/path.ts'
import type { PathNode } from '../value/working/path-node.ts'
import type { PathIndex } from './path-index.ts'
import type { Spot, SplicedSpots, Spots } from './spots.ts'

/** What happened last to a place, or to something around or in it. */
export interface Hit extends Spot {
  /** How many keys of the place lead to where it happened. */
  readonly depth: number
  /** It was set, with what is in it; its array was spliced around it; something in it changed. */
  readonly what: 'set' | 'spliced' | 'inside'
}

/** The way of one place back through a history: from what happened last to what happened before, wherever it stood then. */
export class PathWalk {
  /** Where it stands at this point of the way. */
  place: readonly PathKey[]
  /** What happens from here on is behind. */
  #before: Spot
  readonly #index: PathIndex
  readonly #root: PathNode

  constructor(index: PathIndex, root: PathNode, place: readonly PathKey[], from: number) {
    this.#index = index
    this.#root = root
    this.place = place
    this.#before = endOf(from)
  }

  /** Goes on from the end of a revision, or from before a spot. */
  goTo(spot: number | Spot, place: readonly PathKey[] = this.place): void {
    this.#before = typeof spot === 'number' ? endOf(spot) : spot
    this.place = place
  }

  /** What happened last, before where the way is; undefined for nothing. */
  last(): Hit | undefined {
    const latest = new Latest(this.#before)
    let node: PathNode | undefined = this.#root
    const { length } = this.place
    for (let depth = 0; depth <= length && node !== undefined; depth++) {
      const happened = this.#index.at(node)
      if (happened !== undefined) {
        latest.meet(happened.set, depth, 'set')
        if (depth < length) this.#meetSplices(latest, happened.spliced, depth)
        else {
          latest.meet(happened.spliced, depth, 'inside')
          latest.meet(happened.inside, depth, 'inside')
        }
      }
      if (depth < length) node = node.known(this.place[depth]!)
    }
    return latest.hit
  }

  /** The last splice that reaches the index at which the place goes through an array. */
  #meetSplices(latest: Latest, spots: SplicedSpots, depth: number): void {
    if (spots.isEmpty) return
    const key = this.place[depth]!
    const at = Number(key)
    // Number('') and Number(null) are 0, which is another place.
    if (String(at) !== String(key) || !Number.isInteger(at) || at < 0) return
    const position = spots.lastReaching(spots.lastBefore(this.#before.index, this.#before.row), at)
    if (position >= 0) latest.meetAt(spots, position, depth, 'spliced')
  }
}

/** What happened last before a spot, of all that was met. */
class Latest {
  readonly #before: Spot
  #index = -1
  #row = 0
  #depth = 0
  #what: Hit['what'] = 'set'

  constructor(before: Spot) {
    this.#before = before
  }

  get hit(): Hit | undefined {
    if (this.#index < 0) return undefined
    return { index: this.#index, row: this.#row, depth: this.#depth, what: this.#what }
  }

  meet(spots: Spots, depth: number, what: Hit['what']): void {
    if (spots.isEmpty) return
    const position = spots.lastBefore(this.#before.index, this.#before.row)
    if (position >= 0) this.meetAt(spots, position, depth, what)
  }

  meetAt(spots: Spots, position: number, depth: number, what: Hit['what']): void {
    const index = spots.index(position)
    const row = spots.row(position)
    if (index < this.#index || (index === this.#index && row <= this.#row)) return
    this.#index = index
    this.#row = row
    this.#depth = depth
    this.#what = what
  }
}

function endOf(index: number): Spot {
  return { index: index + 1, row: -2 }
}
