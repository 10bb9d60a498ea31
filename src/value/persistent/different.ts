import type { Branch, Leaf, Part } from './branch.ts'
import type { Entries } from './entries.ts'
import { hole, roomOf } from './slots.ts'

/** What tells two maps apart. */
export interface Difference {
  /** The keys that one of them has not, or that have another value there: first those of the one, then those of the other. */
  readonly changed: unknown[]
  /**
   * The keys that both have, with the same value or another, and that may stand elsewhere among the others. All others that
   * both have follow one another in the same order in both.
   */
  readonly moved: unknown[]
}

/** Tells two maps apart, at the cost of the leaves that they do not share: all, where they do not come from one another. */
export function differenceOf(a: Entries, b: Entries): Difference {
  const changed: unknown[] = []
  const moved: unknown[] = []
  eachOwn(a, b, (key, value, slot) => {
    const there = b.slotOf(key)
    if (there < 0 || !Object.is(value, b.valueAt(there))) changed.push(key)
    if (there >= 0 && there !== slot) moved.push(key)
  })
  // Where both have it, and not in the same leaf, it was looked at already.
  eachOwn(b, a, key => {
    if (a.slotOf(key) < 0) changed.push(key)
  })
  return { changed, moved }
}

type Visit = (key: unknown, value: unknown, slot: number) => void

/** The entries in leaves of one that the other has not. */
function eachOwn(a: Entries, b: Entries, visit: Visit): void {
  const tell = (leaf: Leaf, twin: unknown, slot: number): void => {
    for (let at = 0; at < leaf.length; at += 2) {
      const key = leaf[at]
      if (key === hole) continue
      // Quicker than to look for it: most of a leaf that was copied is as it was.
      if (twin && key === (twin as Leaf)[at] && Object.is(leaf[at + 1], (twin as Leaf)[at + 1])) continue
      visit(key, leaf[at + 1], slot + (at >> 1))
    }
  }
  const walk = (
    part: Part,
    height: number,
    twin: Part | undefined,
    twinHeight: number,
    slot: number,
  ): void => {
    if (part === twin) return
    if (height === 0) return tell(part as Leaf, twin, slot)
    const level = twin !== undefined && twinHeight === height
    ;(part as Branch).kids.forEach((kid, i) => {
      const begin = slot + i * roomOf(height - 1)
      if (level) walk(kid, height - 1, (twin as Branch).kids[i], height - 1, begin)
      // This tree is higher: all of the other is in its first kid.
      else walk(kid, height - 1, i === 0 ? twin : undefined, twinHeight, begin)
    })
  }
  let twin: Part | undefined = b.root ?? undefined
  let twinHeight = b.height
  for (; twinHeight > a.height; twinHeight--) twin = (twin as Branch).kids[0]
  if (a.root) walk(a.root, a.height, twin, twinHeight, 0)
  if (a.tail === b.tail && a.end === b.end) return
  const begin = a.end - (a.tail.length >> 1)
  tell(a.tail, begin < b.end ? b.leafOf(begin) : undefined, begin)
}
