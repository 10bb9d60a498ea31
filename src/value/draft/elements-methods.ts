import { isLeaf } from '../leaf.ts'
import { isSealed } from '../mark.ts'
import { show } from '../show.ts'
import { adopt, type Adopted } from './adopt.ts'
import type { ContainerNode } from './container-node.ts'
import type { ElementsNode, Removed } from './elements-node.ts'
import { nodeOf } from './standing.ts'

type Args = readonly unknown[]
/** What a draft of an array or list does when a method of it is called. */
export type Method = (node: ElementsNode, args: Args) => unknown

/** Takes items in; a getter in one of them may change the array, so whatever depends on its length comes after. */
const taken = (node: ElementsNode, items: Args, from: number): Adopted[] =>
  items.map((item, i) => adopt(item, node, from + i))

/** Shows what left the array: as drafts, so that it may be edited and put elsewhere. */
function left(node: ElementsNode, { slots, nodes }: Removed): unknown[] {
  slots.forEach((slot, i) => {
    const known = nodes.get(i)
    if (known !== undefined) slots[i] = known.shown
    else if (typeof slot === 'object' && slot !== null) slots[i] = loose(node, slot).shown
  })
  return slots
}

/** The node of what stands nowhere yet, or any more. */
const loose = (node: ElementsNode, raw: object) =>
  node.session.makers.node(raw, node.session, null, undefined)

/** Reads an argument that counts from either end, as the language's own methods do. */
function position(argument: unknown, length: number, absent: number): number {
  if (argument === undefined) return absent
  const whole = Math.trunc(Number(argument)) || 0
  return whole < 0 ? Math.max(0, length + whole) : Math.min(whole, length)
}

function splice(node: ElementsNode, args: Args): unknown[] {
  // Each argument is asked once, and all before the length: what they are may change the array.
  const start = args[0] === undefined ? undefined : Number(args[0])
  const count = Math.trunc(Number(args[1])) || 0
  const items = taken(node, args.slice(2), position(start, node.length, 0))
  const { length } = node
  const at = position(start, length, 0)
  const remove = args.length === 1 ? length - at : Math.max(0, Math.min(count, length - at))
  // What is told as removed stays as it is.
  const { slots, nodes } = node.splice(at, args.length === 0 ? 0 : remove, items)
  return left(node, { slots: slots.slice(), nodes })
}

function takeOne(node: ElementsNode, at: number): unknown {
  if (node.length === 0) return undefined
  const { slots, nodes } = node.splice(at, 1, [])
  return left(node, { slots: slots.slice(), nodes })[0]
}

/** What a comparison sees: the draft where there is one, else the snapshot, so that sorting makes no drafts. */
function seen(node: ElementsNode, index: number): unknown {
  const slot = node.slot(index)
  if (typeof slot !== 'object' || slot === null || (isLeaf(slot) && !node.kids?.has(index))) return show(slot)
  return isSealed(slot) && !node.kids?.has(index) ? slot : node.read(index)
}

function sort(node: ElementsNode, [compare]: Args): unknown {
  if (compare !== undefined && typeof compare !== 'function') {
    throw new TypeError('The comparison function must be either a function or undefined')
  }
  const ordered = (compare as ((a: unknown, b: unknown) => number) | undefined) ?? byText
  const { length } = node
  const there = Array.from({ length }, (_, i) => i).filter(i => node.has(i))
  const compared = there.filter(i => node.slot(i) !== undefined)
  const order = compared.sort((a, b) => ordered(seen(node, a), seen(node, b)))
  if (node.length !== length) throw new TypeError('The comparison function changed the array that it sorts')
  order.push(...there.filter(i => node.slot(i) === undefined))
  while (order.length < length) order.push(-1)
  node.rearrange(order)
  return node.shown
}

function byText(a: unknown, b: unknown): number {
  const [one, other] = [String(a), String(b)]
  return one < other ? -1 : one > other ? 1 : 0
}

function reverse(node: ElementsNode): unknown {
  const last = node.length - 1
  node.rearrange(Array.from({ length: node.length }, (_, i) => (node.has(last - i) ? last - i : -1)))
  return node.shown
}

function fill(node: ElementsNode, [value, start, end]: Args): unknown {
  let item = adopt(value, node, position(start, node.length, 0))
  const from = position(start, node.length, 0)
  const to = position(end, node.length, node.length)
  // One node for all places: what is filled in is one thing, as in any array.
  if (typeof item.raw === 'object' && item.raw !== null && !item.attach)
    item = itemOf(loose(node, item.raw), item.raw)
  if (to > from) node.splice(from, to - from, new Array<Adopted>(to - from).fill(item))
  return node.shown
}

function itemOf(kid: ReturnType<typeof loose>, raw: unknown): Adopted {
  return { raw, node: kid, attach: (into: ContainerNode, key: unknown) => into.attach(kid, key) }
}

function copyWithin(node: ElementsNode, args: Args): unknown {
  const { length } = node
  const target = position(args[0], length, 0)
  const from = position(args[1], length, 0)
  const count = Math.min(position(args[2], length, length) - from, length - target)
  if (count <= 0) return node.shown
  const items: Adopted[] = []
  items.length = count
  for (let i = 0; i < count; i++) {
    if (!node.has(from + i)) continue
    const slot = node.slot(from + i)
    const isObject = typeof slot === 'object' && slot !== null
    const kid = isObject ? node.kid(from + i, slot) : undefined
    // A copied object is one thing at two places from now on.
    items[i] = kid ? itemOf(kid, kid.sealed()) : { raw: slot, node: undefined, attach: undefined }
  }
  node.splice(target, count, items)
  return node.shown
}

/** Looks for a draft, for a snapshot of what stands there, or for a primitive. */
function search(name: 'indexOf' | 'lastIndexOf' | 'includes'): Method {
  return (node, [wanted, ...rest]) => {
    const target = nodeOf(wanted) ?? wanted
    const { kids } = node
    const slots = node.slots().map((slot, index) => {
      const kid = kids?.get(index)
      if (kid === undefined || target !== wanted) return kid ?? slot
      return isSealed(target) ? kid.base : kid.shown
    })
    return (slots[name] as (...args: unknown[]) => unknown)(target, ...rest)
  }
}

/** The methods that change it. */
export const changing: Record<string, Method> = {
  push: (node, items) => {
    if (items.length === 1) node.append(adopt(items[0], node, node.length))
    else node.splice(node.length, 0, taken(node, items, node.length))
    return node.length
  },
  unshift: (node, items) => (node.splice(0, 0, taken(node, items, 0)), node.length),
  pop: node => takeOne(node, node.length - 1),
  shift: node => takeOne(node, 0),
  splice,
  sort,
  reverse,
  fill,
  copyWithin,
}
/** The methods that look for something, which may be a draft. */
export const searching: Record<string, Method> = {
  indexOf: search('indexOf'),
  lastIndexOf: search('lastIndexOf'),
  includes: search('includes'),
}
