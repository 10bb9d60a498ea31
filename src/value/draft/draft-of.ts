import { listFamily } from '../list-family.ts'
import type { ArrayNode } from './array-node.ts'
import { arrayTraps } from './array-traps.ts'
import type { ContainerNode } from './container-node.ts'
import { arrayTarget, printedAsDraft } from './draft-target.ts'
import { MapNode } from './map-node.ts'
import { mapTraps } from './map-traps.ts'
import { ObjectNode } from './object-node.ts'
import { instanceTraps, isOfClass } from './instance-traps.ts'
import { objectTraps } from './object-traps.ts'
import { SetNode } from './set-node.ts'
import { setTraps } from './set-traps.ts'

for (const { prototype } of [ObjectNode, MapNode, SetNode]) printedAsDraft(prototype)

/** Makes the draft through which a recipe sees a container: a Proxy around the node itself, or around an array. */
export function draftOf(node: ContainerNode): object {
  if (node instanceof ObjectNode) return new Proxy(node, isOfClass(node) ? instanceTraps : objectTraps)
  if (node instanceof MapNode) return new Proxy(node, mapTraps)
  if (node instanceof SetNode) return new Proxy(node, setTraps)
  return listFamily()?.draft(node) ?? new Proxy(arrayTarget(node as ArrayNode), arrayTraps)
}
