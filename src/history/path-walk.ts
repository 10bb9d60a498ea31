import type { PathKey } from '../value/path.ts'
import type { PathNode } from '../value/working/path-node.ts'
import type { Spot, PathIndex } from './path-index.ts'

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
  readonly place: PathKey[]
  /** What happens from here on is behind. */
  #before: Spot
  readonly #index: PathIndex
  readonly #root: PathNode

  constructor(index: PathIndex, root: PathNode, place: readonly PathKey[], from: number) {
    this.#index = index
    this.#root = root
    this.place = [...place]
    this.#before = endOf(from)
  }

  /** Goes on from the end of a revision, or from before a spot. */
  goTo(spot: number | Spot, place: readonly PathKey[] = this.place): void {
    this.#before = typeof spot === 'number' ? endOf(spot) : spot
    if (place !== this.place) this.place.splice(0, Infinity, ...place)
  }

  /** What happened last, before where the way is; undefined for nothing. */
  last(): Hit | undefined {
    let hit: Hit | undefined
    let node: PathNode | undefined = this.#root
    const { length } = this.place
    for (let depth = 0; depth <= length && node !== undefined; depth++) {
      const happened = this.#index.at(node)
      if (happened !== undefined) {
        const { index, row } = this.#before
        hit = later(hit, happened.set.before(index, row), depth, 'set')
        if (depth < length) hit = later(hit, this.#spliced(happened.spliced, depth), depth, 'spliced')
        else {
          hit = later(hit, happened.spliced.before(index, row), depth, 'inside')
          hit = later(hit, happened.inside.before(index, row), depth, 'inside')
        }
      }
      if (depth < length) node = node.known(this.place[depth]!)
    }
    return hit
  }

  /** The last splice that reaches the index at which the place goes through an array. */
  #spliced(spots: { before(index: number, row: number): Spot | undefined }, depth: number): Spot | undefined {
    const key = this.place[depth]!
    const at = Number(key)
    // Number('') and Number(null) are 0, which is another place.
    if (String(at) !== String(key)) return undefined
    let spot = spots.before(this.#before.index, this.#before.row)
    while (spot !== undefined && !(this.#index.splice(spot.row).index <= at))
      spot = spots.before(spot.index, spot.row)
    return spot
  }
}

function endOf(index: number): Spot {
  return { index: index + 1, row: -2 }
}

function later(
  hit: Hit | undefined,
  spot: Spot | undefined,
  depth: number,
  what: Hit['what'],
): Hit | undefined {
  if (spot === undefined) return hit
  if (hit && (hit.index > spot.index || (hit.index === spot.index && hit.row >= spot.row))) return hit
  return { index: spot.index, row: spot.row, depth, what }
}

/** Tells whether rows know a place under another key too: text can't tell the key 3 from "3". */
export function isAmbiguous(root: PathNode, place: readonly PathKey[]): boolean {
  let node: PathNode | undefined = root
  for (const key of place) {
    if (node === undefined) return false
    const other =
      typeof key === 'number' ? String(key) : typeof key === 'string' && /^\d/.test(key) ? Number(key) : key
    if (other !== key && String(other) === String(key) && node.known(other) !== undefined) return true
    node = node.known(key)
  }
  return false
}
