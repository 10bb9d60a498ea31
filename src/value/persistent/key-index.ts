import type { Branch, Leaf, Part } from './branch.ts'
import { hole } from './slots.ts'

/** Up to so many slots more than twice the entries of a map, its index is never too large. */
const spare = 256

/**
 * At which slots a key may be found: one native Map for all versions of a map that come from one another, to which is only
 * added. Each version looks whether the key stands at the slot in its own leaves. So there is no hash function to be
 * flooded, and a change copies nothing of this.
 */
export class KeyIndex {
  #slots: Map<unknown, number | number[]> | null = null
  #size = 0
  /** What was added, and in vain looked at, since a version left for an index of its own. */
  #added = 0
  #strayed = 0

  /**
   * The slots of a key, in order if there are several. It is made at the first look, from the version that looks: up to then
   * all that share it have the same keys, since whoever changes keys has looked before.
   */
  of(key: unknown, root: Branch, height: number): number | readonly number[] | undefined {
    return (this.#slots ??= this.#made(root, height)).get(key)
  }

  /** Notes the keys of a leaf that a version gets, and where it begins. */
  add(leaf: Leaf, slot: number): void {
    // Not made yet: it is only that version's then, and will be made with them.
    if (this.#slots === null) return
    for (let at = 0; at < leaf.length; at += 2) if (leaf[at] !== hole) this.#add(leaf[at], slot + (at >> 1))
  }

  /** Notes how many slots were looked at that hold another key in the version that looked. */
  stray(steps: number): void {
    this.#strayed += steps
  }

  /**
   * True where a version with so many keys had better have an index of its own: keys of others fill this one, or are in its
   * way. It is true again only after as many notes, for twice as many where it is dear: that pays for the new one, even if a
   * version is forked a million times, and each fork adds keys.
   */
  isCrowded(size: number, times: number): boolean {
    const crowded =
      (this.#size > 2 * size + spare && this.#added > times * size) || this.#strayed > times * size + spare
    if (crowded) this.#added = this.#strayed = 0
    return crowded
  }

  #made(root: Branch, height: number): Map<unknown, number | number[]> {
    this.#slots = new Map()
    let slot = 0
    const walk = (part: Part, at: number): void => {
      if (at > 0) return (part as Branch).kids.forEach(kid => walk(kid, at - 1))
      this.add(part as Leaf, slot)
      slot += (part as Leaf).length >> 1
    }
    walk(root, height)
    this.#added = 0
    return this.#slots
  }

  #add(key: unknown, slot: number): void {
    const slots = this.#slots!
    const known = slots.get(key)
    if (known === slot) return
    if (known === undefined) {
      slots.set(key, slot)
    } else if (typeof known === 'number') {
      slots.set(key, known < slot ? [known, slot] : [slot, known])
    } else {
      const at = slotsBelow(known, slot)
      if (known[at] === slot) return
      known.splice(at, 0, slot)
    }
    this.#size++
    this.#added++
  }
}

/** How many of some slots are below one. */
export function slotsBelow(slots: readonly number[], slot: number): number {
  let [from, to] = [0, slots.length]
  while (from < to) {
    const middle = (from + to) >>> 1
    if (slots[middle]! < slot) from = middle + 1
    else to = middle
  }
  return from
}
