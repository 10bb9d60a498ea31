import { ArrayNode } from './array-node.ts'
import { arrayTraps } from './array-traps.ts'
import { ArrayTarget, makeDraft, PlainTarget } from './draft.ts'
import { MapNode } from './map-node.ts'
import { mapTraps } from './map-traps.ts'
import type { ContainerNode } from './node.ts'
import type { ObjectNode } from './object-node.ts'
import { objectTraps } from './object-traps.ts'
import { SetNode } from './set-node.ts'
import { setTraps } from './set-traps.ts'

/** Makes the draft through which a recipe sees a container. */
export function draftOf(node: ContainerNode): object {
  if (node instanceof ArrayNode) {
    const target = new ArrayTarget<ArrayNode>()
    target.node = node
    return makeDraft(target, arrayTraps)
  }
  if (node instanceof MapNode) return makeDraft(new PlainTarget(node), mapTraps)
  if (node instanceof SetNode) return makeDraft(new PlainTarget(node), setTraps)
  return makeDraft(new PlainTarget(node as ObjectNode), objectTraps)
}
