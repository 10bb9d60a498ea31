import { refusePatch } from '../keep-patches.ts'
import type { Kept } from '../kept.ts'
import { patchInsert, patchValue } from '../patch.ts'
import type { Patch, PathKey } from '../path.ts'
import { kindOf } from '../sealed.ts'
import { ArrayNode } from './array-node.ts'
import type { KeyedNode } from './keyed-node.ts'
import { ContainerNode } from './node.ts'
import { ObjectNode } from './object-node.ts'
import type { Session } from './session.ts'
import { SetNode } from './set-node.ts'
import { checkDepth } from './settle.ts'

type Splice = Extract<Patch, { readonly op: 'splice' }>
type Text = Extract<Patch, { readonly op: 'text' }>
type Single = Exclude<Patch, Splice | Text>

/** Applies one patch to what stands at the root; returns what stands there from then on. */
export function applyPatch(root: unknown, patch: Patch, session: Session): unknown {
  const { path } = patch
  const key = path.at(-1)
  if (key === undefined) return applyAtRoot(root, patch, session)
  const top = nodeFor(root, patch, kept => session.make(kept, session, null, null))
  let node = top
  for (const step of path.slice(0, -1)) node = childOf(node, step, patch)
  if (patch.op === 'splice') spliceArray(childOf(node, key, patch), patch)
  else if (patch.op === 'text') {
    if (!node.holds(key)) refusePatch(patch, 'there is nothing')
    put(node, key, edited(node.slot(key), patch), patch)
  } else change(node, key, patch)
  return top
}

function applyAtRoot(root: unknown, patch: Patch, session: Session): unknown {
  if (patch.op === 'replace') return patchValue(patch)
  if (patch.op === 'text') return edited(root, patch)
  if (patch.op !== 'splice') return refusePatch(patch, `${patch.op} needs a place inside the value`)
  const top = nodeFor(root, patch, kept => session.make(kept, session, null, null))
  spliceArray(top, patch)
  return top
}

/** The node of a slot's container; made where there is none yet. */
function nodeFor(slot: unknown, patch: Patch, make: (kept: Kept) => unknown): ContainerNode {
  if (slot instanceof ContainerNode) return slot
  const kind = kindOf(slot)
  if (kind === 'primitive' || kind === 'leaf') refusePatch(patch, 'there is no container to change')
  return make(slot as Kept) as ContainerNode
}

function childOf(node: ContainerNode, key: PathKey, patch: Patch): ContainerNode {
  if (!node.holds(key)) refusePatch(patch, `there is nothing at ${String(key)} on the way`)
  return nodeFor(node.slot(key), patch, kept =>
    node.place(key, node.session.make(kept, node.session, node, key)),
  )
}

function change(node: ContainerNode, key: PathKey, patch: Single): void {
  const there = node.holds(key)
  if (patch.op !== 'add') {
    if (!there) refusePatch(patch, 'there is nothing')
    if (patch.op === 'replace') put(node, key, value(patch), patch)
    else if (node instanceof SetNode) node.removeAt(key as number)
    else (node as KeyedNode).drop(key)
    return
  }
  if (node instanceof SetNode) {
    const at =
      key === node.size || there
        ? (key as number)
        : refusePatch(patch, `a Set of ${node.size} has no such position`)
    if (node.has(value(patch)) && kindOf(value(patch)) === 'primitive')
      refusePatch(patch, 'it is in the Set already')
    return node.spliceAt(at, 0, value(patch))
  }
  if (there) refusePatch(patch, 'there is something already; use replace, or splice to insert into an array')
  if (node instanceof ArrayNode) {
    if (!isIndex(key, node.length)) refusePatch(patch, `an array of ${node.length} has no such index`)
    return node.put(key, value(patch))
  }
  const keyed = node as KeyedNode
  const { before } = patch
  if (before !== undefined && !keyed.has(before)) {
    refusePatch(patch, `there is no ${String(before)} to stand in front of`)
  }
  if (before === undefined || ordersItself(node, key)) keyed.put(key, value(patch))
  else keyed.putBefore(key, value(patch), before)
}

function put(node: ContainerNode, key: PathKey, kept: Kept, patch: Patch): void {
  if (!(node instanceof SetNode)) return (node as KeyedNode).put(key, kept)
  const isElsewhere = node.has(kept) && kindOf(kept) === 'primitive' && !Object.is(node.slot(key), kept)
  if (isElsewhere) refusePatch(patch, 'it is in the Set already')
  node.spliceAt(key as number, 1, kept)
}

function value(patch: Single): Kept {
  const kept = patchValue(patch)
  checkDepth('value', patch.path, kept)
  return kept
}

function spliceArray(node: ContainerNode, patch: Splice): void {
  const { index, remove } = patch
  if (!(node instanceof ArrayNode)) return refusePatch(patch, 'splice changes arrays only')
  if (index + remove > node.length)
    refusePatch(patch, `it reaches beyond the end of an array of ${node.length}`)
  const insert = patchInsert(patch)
  insert.forEach((kept, i) => checkDepth('value', [...patch.path, index + i], kept))
  node.splice(index, remove, insert)
}

function edited(text: unknown, patch: Text): string {
  const { index, remove, insert } = patch
  if (typeof text !== 'string') return refusePatch(patch, 'there is no text')
  if (index + remove > text.length)
    refusePatch(patch, `it reaches beyond the end of a text of ${text.length}`)
  return text.slice(0, index) + insert + text.slice(index + remove)
}

/** Names that are numbers come first in any object, by size. */
const ordersItself = (node: ContainerNode, key: PathKey): boolean =>
  node instanceof ObjectNode && /^(0|[1-9]\d{0,8})$/.test(String(key))

const isIndex = (key: PathKey, length: number): key is number =>
  typeof key === 'number' && Number.isInteger(key) && key >= 0 && key <= length
