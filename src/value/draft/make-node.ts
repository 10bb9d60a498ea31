import type { Kept } from '../kept.ts'
import type { Leaf } from '../leaf.ts'
import type { PathKey } from '../path.ts'
import { kindOf } from '../sealed.ts'
import { ArrayNode } from './array-node.ts'
import { LeafNode } from './leaf-node.ts'
import { MapNode } from './map-node.ts'
import type { Node } from './node.ts'
import { ObjectNode } from './object-node.ts'
import type { Session } from './session.ts'
import { SetNode } from './set-node.ts'

/** Makes the node for a kept container or leaf. */
export function makeNode(kept: Kept, session: Session, parent: Node | null, key: PathKey | null): Node {
  switch (kindOf(kept)) {
    case 'array':
      return new ArrayNode(session, kept, parent, key)
    case 'map':
      return new MapNode(session, kept, parent, key)
    case 'set':
      return new SetNode(session, kept, parent, key)
    case 'leaf':
      return new LeafNode(session, kept as unknown as Leaf, parent, key)
    default:
      return new ObjectNode(session, kept, parent, key)
  }
}
