import { setInside } from '../immutable-set.ts'
import type { Kept } from '../kept.ts'
import type { PathKey } from '../path.ts'
import { isReordered } from './keyed-rows.ts'
import { type Finish, Node } from './node.ts'
import type { Row } from './row.ts'
import type { SetNode } from './set-node.ts'

/** From how many members on an emptied Set is told as one row. */
const many = 8

/** Finds the rows that turn the base's members into the node's. */
export function setRows(
  node: SetNode,
  finish: Finish,
): { rows: Row[]; carried: [PathKey, Node][]; whole: boolean } {
  const base = setInside(node.base as object)
  const moved = isReordered(base, node.members, node.touched)
  const isFresh = (identity: unknown) =>
    node.touched.get(identity) === 'fresh' && (moved || !base.has(identity))
  const removed: Row[] = []
  let position = 0
  for (const identity of base) {
    if (!node.has(identity) || isFresh(identity))
      removed.push({ op: 'remove', key: position, old: identity as Kept, before: undefined })
    position++
  }
  const added: Row[] = []
  const carried: [PathKey, Node][] = []
  position = 0
  for (const [identity, slot] of node.members) {
    const value = slot instanceof Node ? finish(slot, position) : (slot as Kept)
    if (isFresh(identity)) added.push({ op: 'add', key: position, value })
    else if (slot instanceof Node && value !== slot.base) carried.push([position, slot])
    position++
  }
  // From the back, so that each position is still the base's.
  return {
    rows: [...removed.reverse(), ...added],
    carried,
    whole: removed.length === base.size && base.size > many,
  }
}
