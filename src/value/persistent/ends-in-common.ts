import { type Branch, kidAt, type Leaf, type Part } from './branch.ts'
import type { Tree } from './tree.ts'

/** How many elements of two trees are identical from the beginning on, at the cost of what they do not share. */
export function startInCommon(a: Tree, b: Tree): number {
  const end = Math.min(a.length, b.length)
  let at = 0
  while (at < end) {
    const { one, two, shared } = meet(a, at, b, at)
    const to = Math.min(one.end, two.end)
    if (shared) at = to
    else while (at < to && isSame(one, at, two, at)) at++
    if (at < to) return at
  }
  return end
}

/** As `startInCommon`, from the end on. */
export function endInCommon(a: Tree, b: Tree): number {
  const end = Math.min(a.length, b.length)
  let count = 0
  while (count < end) {
    const [at, to] = [a.length - count - 1, b.length - count - 1]
    const { one, two, shared } = meet(a, at, b, to)
    const most = count + Math.min(at - one.begin, to - two.begin) + 1
    if (shared) count = most
    else while (count < most && isSame(one, a.length - count - 1, two, b.length - count - 1)) count++
    if (count < most) return count
  }
  return end
}

/** A part, and the indexes that it has. */
interface Place {
  part: Part
  height: number
  begin: number
  end: number
}

/** Goes down to an element in both: to the part that both hold there, or to the two leaves. */
function meet(a: Tree, at: number, b: Tree, to: number): { one: Place; two: Place; shared: boolean } {
  const one: Place = { part: a.root, height: a.height, begin: 0, end: a.length }
  const two: Place = { part: b.root, height: b.height, begin: 0, end: b.length }
  while (one.height > two.height) enter(one, at)
  while (two.height > one.height) enter(two, to)
  for (;;) {
    const shared = one.part === two.part && at - one.begin === to - two.begin
    if (shared || one.height === 0) return { one, two, shared }
    enter(one, at)
    enter(two, to)
  }
}

function enter(place: Place, index: number): void {
  const { kids, counts: starts } = place.part as Branch
  const kid = kidAt(starts, index - place.begin, place.height)
  const { begin } = place
  place.begin = begin + starts[kid]!
  if (kid + 1 < starts.length) place.end = begin + starts[kid + 1]!
  place.part = kids[kid]!
  place.height--
}

const isSame = (one: Place, at: number, two: Place, to: number): boolean =>
  Object.is((one.part as Leaf)[at - one.begin], (two.part as Leaf)[to - two.begin])
