import { maxPlaces } from '../bounds.ts'
import { listInside } from '../list-family.ts'
import { setInside } from '../immutable-set.ts'
import { refusePatch } from '../keep-patches.ts'
import type { Kept } from '../kept.ts'
import { kindOf } from '../kind-of.ts'
import type { Owned } from '../owned.ts'
import type { PathKey } from '../path.ts'
import { hasPlace, readPlace } from '../sealed.ts'
import type { PathNode } from './path-node.ts'
import {
  another,
  eraseRaw,
  keyAfter,
  noteIrregular,
  nthMember,
  spliceMember,
  writeBefore,
  writeRaw,
} from './raw-places.ts'
import { released } from './release.ts'
import { op, type Op, type RowSink } from './row-log.ts'
import { rowPatch } from './row-patch.ts'
import { spliceSparse } from './splice-sparse.ts'
import type { Working } from './working.ts'

/** A row that is to be done: as in a log, but `old` says only what it takes to do it. */
export interface Deed {
  readonly is: Op
  readonly node: PathNode
  readonly key: PathKey
  readonly next: unknown
  /** `add`: the key to stand before; `splice`, `text`: how much to take out, or that itself. */
  readonly old: unknown
}

/**
 * Does one row to a value, and tells the sink what it did, with what stood there. What does not fit is `BAD_PATCH`, and
 * changes nothing. The values put in are kept and sealed.
 */
export function perform(working: Working, deed: Deed, sink: RowSink | null): void {
  const { is, node, key, next } = deed
  if (is === op.root) {
    const old = working.snapshot()
    working.reset(next as Kept)
    sink?.push(is, node, null, next, old)
    return
  }
  if (is === op.text) return performText(working, deed, sink)
  const owned = working.own(node)
  if (owned === null) return misfit(deed, 'there is no container to change')
  const { container } = owned
  if (is === op.put && isPrimitive(next) && isPlain(container, key)) {
    // The usual row, without a look at what else it could be.
    const old: unknown = container[key as string]
    if (isPrimitive(old) && Object.hasOwn(container, key as string)) {
      if (Object.is(old, next)) return
      container[key as string] = next
      sink?.push(is, node, key, next, old)
      return
    }
  }
  working.moved()
  if (is === op.splice) return performSplice(owned, deed, sink)
  const there = hasPlace(container, key)
  if (is === op.add || is === op.enter) return performAdd(owned, deed, there, sink)
  if (!there) return misfit(deed, 'there is nothing')
  const old = released(readPlace(container, key))
  if (is === op.drop || is === op.leave) {
    const kind = kindOf(container)
    if (kind === 'list') return misfit(deed, 'a list has no holes; use splice')
    const after = kind === 'object' || kind === 'map' ? keyAfter(container, key) : undefined
    eraseRaw(owned, key)
    sink?.push(kind === 'set' ? op.leave : op.drop, node, key, after, old)
    return
  }
  if (Object.is(old, next)) return
  const raw = kindOf(container) === 'set' ? memberFor(owned, deed) : next
  writeRaw(owned, key, raw)
  sink?.push(is, node, key, raw, old)
}

function performAdd(owned: Owned, deed: Deed, there: boolean, sink: RowSink | null): void {
  const { node, key, old: before } = deed
  const { container } = owned
  const kind = kindOf(container)
  if (kind === 'set') {
    const { size } = setInside(container)
    if (key !== size && !there) return misfit(deed, `a Set of ${size} has no such position`)
    const raw = memberFor(owned, deed)
    spliceMember(owned, key as number, 0, raw)
    sink?.push(op.enter, node, key, raw, undefined)
    return
  }
  if (there) return misfit(deed, 'there is something already; use replace, or splice to insert into an array')
  if (Array.isArray(container)) {
    const { length } = container
    if (!isIndex(key, length)) return misfit(deed, `an array of ${length} has no such index`)
    writeRaw(owned, key, deed.next)
    if (key === length) sink?.push(op.splice, node, key, [deed.next], [])
    else sink?.push(op.add, node, key, deed.next, undefined)
    return
  }
  if (kind === 'list') {
    const { length } = listInside(container)
    if (key !== length) return misfit(deed, `a list of ${length} has no such index`)
    listInside(container).push(deed.next)
    sink?.push(op.splice, node, key, [deed.next], [])
    return
  }
  const name = before as PathKey | undefined
  if (name !== undefined && !hasPlace(container, name))
    return misfit(deed, `there is no ${String(name)} to stand in front of`)
  if (name === undefined || (kind === 'object' && ordersItself(key))) writeRaw(owned, key, deed.next)
  else writeBefore(owned, key, deed.next, name)
  sink?.push(op.add, node, key, deed.next, name)
}

/** What is put into a Set: a primitive stands in it once, an object may stand beside its equal. */
function memberFor({ container }: Owned, deed: Deed): unknown {
  const { next } = deed
  if (!setInside(container).has(next)) return next
  if (kindOf(next) === 'primitive') {
    const isHere = deed.is === op.put && Object.is(nthMember(container, deed.key as number), next)
    return isHere ? next : misfit(deed, 'it is in the Set already')
  }
  return another(next as Kept)
}

function performSplice(owned: Owned, deed: Deed, sink: RowSink | null): void {
  const { node, key, next, old } = deed
  const { container } = owned
  const list = Array.isArray(container)
    ? container
    : kindOf(container) === 'list'
      ? listInside(container)
      : null
  if (list === null) return misfit(deed, 'splice changes arrays and lists only')
  const remove = typeof old === 'number' ? old : (old as unknown[]).length
  const index = key as number
  if (index + remove > list.length)
    return misfit(
      deed,
      `it reaches beyond the end of ${list === container ? 'an array' : 'a list'} of ${list.length}`,
    )
  if (list !== container && hasHole(next as unknown[])) return misfit(deed, 'a list has no holes')
  const removed = spliceRaw(owned, index, remove, next as unknown[])
  sink?.push(op.splice, node, index, (next as unknown[]).slice(), removed)
}

/** Splices an owned list or array, holes included; gives what was there, sealed. */
export function spliceRaw(
  owned: Owned,
  index: number,
  remove: number,
  insert: readonly unknown[],
): unknown[] {
  if (!Array.isArray(owned.container)) {
    const gone = listInside(owned.container).splice(index, remove, insert)
    for (const raw of gone) released(raw)
    return gone
  }
  const list = owned.container as unknown[]
  if (Math.max(list.length, list.length - remove + insert.length) > maxPlaces) {
    owned.noteIrregular()
    const gone = spliceSparse(list, index, remove, insert)
    for (const key of Object.keys(gone)) released(gone[Number(key)])
    return gone
  }
  for (const raw of insert) noteIrregular(owned, raw)
  let removed: unknown[]
  if (insert.length < 1_000 && !hasHole(insert)) removed = list.splice(index, remove, ...insert)
  else {
    // Arguments fill the stack and have no holes.
    const tail = list.slice(index + remove)
    removed = list.slice(index, index + remove)
    list.length = index
    append(list, insert)
    append(list, tail)
    if (hasHole(insert) || hasHole(tail)) owned.noteIrregular()
  }
  for (const raw of removed) released(raw)
  return removed
}

function append(list: unknown[], more: readonly unknown[]): void {
  const { length } = list
  list.length = length + more.length
  more.forEach((raw, i) => (list[length + i] = raw))
}

const hasHole = (list: readonly unknown[]): boolean => {
  for (let i = 0; i < list.length; i++) if (list[i] === undefined && !Object.hasOwn(list, i)) return true
  return false
}

function performText(working: Working, deed: Deed, sink: RowSink | null): void {
  const { node, key, next, old } = deed
  const text = working.editText(node)
  if (text === null) return misfitText(working, deed)
  const index = key as number
  const remove = typeof old === 'number' ? old : (old as string).length
  if (index + remove > text.length)
    return misfit(deed, `it reaches beyond the end of a text of ${text.length}`)
  const removed = text.splice(index, remove, next as string)
  sink?.push(op.text, node, index, next, removed)
}

function misfitText(working: Working, deed: Deed): never {
  const { parent, key } = deed.node
  if (parent === null) return misfit(deed, 'there is no text')
  const owned = working.own(parent)
  if (owned === null) return misfit(deed, 'there is no container to change')
  return misfit(deed, hasPlace(owned.container, key) ? 'there is no text' : 'there is nothing')
}

function misfit(deed: Deed, why: string): never {
  return refusePatch(rowPatch(deed.is, deed.node, deed.key, deed.next, deed.old), why)
}

/** Names that are numbers come first in any object, by size. */
const ordersItself = (key: PathKey): boolean => /^(0|[1-9]\d{0,8})$/.test(String(key))

const isIndex = (key: PathKey, length: number): key is number =>
  typeof key === 'number' && Number.isInteger(key) && key >= 0 && key <= length

/** Tells a kept primitive from containers and leaves. */
export const isPrimitive = (value: unknown): boolean => typeof value !== 'object' || value === null

const isPlain = (container: object, key: PathKey): container is Record<string, unknown> =>
  Array.isArray(container)
    ? typeof key === 'number'
    : key !== '__proto__' && Object.getPrototypeOf(container) === Object.prototype
