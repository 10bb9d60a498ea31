import { listFamily } from '../list-family.ts'
import { kindOf } from '../sealed.ts'
import { ArrayNode } from './array-node.ts'
import type { ContainerNode } from './container-node.ts'
import { LeafNode } from './leaf-node.ts'
import { MapNode } from './map-node.ts'
import type { Node } from './node.ts'
import { ObjectNode } from './object-node.ts'
import type { Session } from './session.ts'
import { SetNode } from './set-node.ts'

/** Makes the node for what stands at a place; without a container around it, for the root or for what was taken out. */
export function makeNode(
  raw: object,
  session: Session,
  parent: ContainerNode | null,
  key: unknown,
  isRoot = false,
): Node {
  if (Object.getPrototypeOf(raw) === Object.prototype)
    return new ObjectNode(session, raw, parent, key, isRoot)
  switch (kindOf(raw)) {
    case 'array':
      return new ArrayNode(session, raw, parent, key, isRoot)
    case 'map':
      return new MapNode(session, raw, parent, key, isRoot)
    case 'set':
      return new SetNode(session, raw, parent, key, isRoot)
    case 'list':
      return listFamily()!.node(session, raw, parent, key, isRoot)
    case 'leaf':
      return new LeafNode(session, raw, parent, key, isRoot)
    default:
      return new ObjectNode(session, raw, parent, key, isRoot)
  }
}
