import type { Kept } from '../kept.ts'
import { splicePatch } from '../patch.ts'
import type { Differ } from './differ.ts'
import type { Path } from '../path.ts'
import { longestRise } from './longest-rise.ts'
import { type ElementKey, pairByKey } from './pair-by-key.ts'
import { pairUp } from './pair-up.ts'
import { pairwise } from './pairwise.ts'

/** Two stretches that begin at the same index of two arrays, in which elements may have moved, come and gone. */
export class Stretch {
  readonly #differ: Differ
  readonly #start: number
  readonly #old: readonly Kept[]
  readonly #next: readonly Kept[]

  constructor(differ: Differ, start: number, old: readonly Kept[], next: readonly Kept[]) {
    this.#differ = differ
    this.#start = start
    this.#old = old
    this.#next = next
  }

  /** Tells what came and went between the elements that are still there. */
  tell(): void {
    const [old, next] = [this.#old, this.#next]
    if (old.length === 0 || next.length === 0) this.#splice(0, old.length, 0, next.length)
    else this.#align(pairUp(old, next), false)
  }

  /** The same by the caller's keys; false where no element has one. */
  tellByKey(keys: ElementKey, path: Path): boolean {
    const pairs = pairByKey(this.#old, this.#next, keys, path)
    if (pairs !== null) this.#align(pairs, true)
    return pairs !== null
  }

  /**
   * For stretches of one length: tells what moved where that leaves more elements alone, else what differs in place.
   * That may be told already, from the patch `told` on.
   */
  tellMoved(told: number | null): void {
    const [old, next, differ] = [this.#old, this.#next, this.#differ]
    const pairs = pairUp(old, next)
    const inPlace = pairs.filter((from, to) => from === to).length
    const isMoved = longestRise(pairs.filter(from => from !== -1)).length > inPlace
    if (isMoved && told !== null) {
      differ.patches.length = told
      differ.patience--
    }
    if (isMoved) this.#align(pairs, false)
    else if (told === null) this.#pairwise(0, 0, old.length)
  }

  /** Tells what stands between the pairs that are in the same order in both; those made by key may differ inside. */
  #align(pairs: readonly number[], isByKey: boolean): void {
    const paired = pairs.flatMap((from, to) => (from === -1 ? [] : [to]))
    let from = 0
    let to = 0
    for (const i of longestRise(paired.map(each => pairs[each]!))) {
      const there = paired[i]!
      const here = pairs[there]!
      this.#gap(from, here - from, to, there - to, isByKey)
      if (isByKey) this.#differ.step(this.#start + there, this.#old[here], this.#next[there])
      from = here + 1
      to = there + 1
    }
    this.#gap(from, this.#old.length - from, to, this.#next.length - to, isByKey)
  }

  #gap(from: number, remove: number, to: number, insert: number, isByKey: boolean): void {
    if (!isByKey && remove === insert) this.#pairwise(from, to, remove)
    else this.#splice(from, remove, to, insert)
  }

  #pairwise(from: number, to: number, length: number): void {
    pairwise(this.#differ, { old: this.#old, next: this.#next, from, to, length, start: this.#start })
  }

  #splice(from: number, remove: number, to: number, insert: number): void {
    if (remove + insert === 0) return
    const removed = this.#old.slice(from, from + remove)
    const inserted = this.#next.slice(to, to + insert)
    this.#differ.patches.push(splicePatch(this.#differ.path(), this.#start + to, removed, inserted))
  }
}
