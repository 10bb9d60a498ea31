import { diffLists } from './diff-lists.ts'
import { ListNode } from './list-node.ts'
import { listTraps } from './list-traps.ts'
import { ImmutableList, isOne, inside, make } from './immutable-list.ts'
import type { ListFamily } from '../list-family.ts'
import { Sequence } from './sequence.ts'

/** Lists, for who hands them in. */
export const lists: ListFamily = {
  prototype: ImmutableList.prototype,
  is: isOne,
  isItems: x => x instanceof Sequence,
  items: of => Sequence.from(of),
  inside,
  make: items => make(items as Sequence),
  transient: items => new ImmutableList(items),
  node: (session, raw, parent, key, isRoot) => new ListNode(session, raw, parent, key, isRoot),
  draft: node => (node instanceof ListNode ? new Proxy(node, listTraps) : undefined),
  diff: diffLists,
}
