import type { Kept } from '../kept.ts'
import { splicePatch } from '../patch.ts'
import { isExact } from './is-exact.ts'
import { show } from '../show.ts'
import type { Differ, ElementKey } from './differ.ts'
import { isPair } from './is-pair.ts'
import { longestRise } from './longest-rise.ts'
import { pairUp } from './pair-up.ts'

/** Two stretches that begin at the same index of two arrays. */
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

  tell(): void {
    const [old, next] = [this.#old, this.#next]
    if (old.length === 0 || next.length === 0) return this.#splice(0, old.length, 0, next.length)
    const { keys } = this.#differ
    if (keys !== undefined) return this.#align(this.#pairByKey(keys), false)
    if (this.#isInPlace()) return this.#pairwise(0, 0, old.length)
    const pairs = pairUp(old, next)
    const inPlace = old.length === next.length ? pairs.filter((from, to) => from === to).length : -1
    if (longestRise(pairs.filter(from => from !== -1)).length > inPlace) this.#align(pairs, true)
    else this.#pairwise(0, 0, old.length)
  }

  /** Tells whether half of the elements plainly stand where they stood, so that nothing needs to be looked for. */
  #isInPlace(): boolean {
    const [old, next] = [this.#old, this.#next]
    if (old.length !== next.length) return false
    return (
      old.length === 1 || old.filter((element, i) => Object.is(element, next[i])).length * 2 >= old.length
    )
  }

  /** Tells what stands between the pairs that are in the same order in both. */
  #align(pairs: readonly number[], mayPair: boolean): void {
    const paired = pairs.flatMap((from, to) => (from === -1 ? [] : [to]))
    let from = 0
    let to = 0
    for (const i of longestRise(paired.map(each => pairs[each]!))) {
      const there = paired[i]!
      this.#gap(from, pairs[there]! - from, to, there - to, mayPair)
      this.#step(pairs[there]!, there)
      from = pairs[there]! + 1
      to = there + 1
    }
    this.#gap(from, this.#old.length - from, to, this.#next.length - to, mayPair)
  }

  #gap(from: number, remove: number, to: number, insert: number, mayPair: boolean): void {
    if (mayPair && remove === insert) this.#pairwise(from, to, remove)
    else this.#splice(from, remove, to, insert)
  }

  /** Goes into containers of one kind; what else differs side by side is one splice. */
  #pairwise(from: number, to: number, length: number): void {
    let run = 0
    for (let i = 0; i <= length; i++) {
      const [a, b] = [this.#old[from + i], this.#next[to + i]]
      if (i < length && !isPair(a, b) && !isExact(a, b)) {
        run++
        continue
      }
      if (run === 1) this.#step(from + i - 1, to + i - 1)
      else this.#splice(from + i - run, run, to + i - run, run)
      run = 0
      if (i < length) this.#step(from + i, to + i)
    }
  }

  #step(from: number, to: number): void {
    this.#differ.step(this.#start + to, this.#old[from], this.#next[to])
  }

  #splice(from: number, remove: number, to: number, insert: number): void {
    if (remove + insert === 0) return
    const removed = this.#old.slice(from, from + remove)
    const inserted = this.#next.slice(to, to + insert)
    this.#differ.patches.push(splicePatch(this.#differ.path(), this.#start + to, removed, inserted))
  }

  /** Pairs the elements that the caller's function gives the same key; the first of several. */
  #pairByKey(keyOf: ElementKey): number[] {
    const path = this.#differ.path()
    const free = new Map<unknown, number>()
    this.#old.forEach((element, i) => {
      const key = keyOf(show(element), path)
      if (key !== undefined && !free.has(key)) free.set(key, i)
    })
    return this.#next.map(element => {
      const key = keyOf(show(element), path)
      const index = key === undefined ? undefined : free.get(key)
      free.delete(key)
      return index ?? -1
    })
  }
}
