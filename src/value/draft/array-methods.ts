import { isSealed, kindOf } from '../sealed.ts'
import { show } from '../show.ts'
import type { Kept } from '../kept.ts'
import { adopt } from './adopt.ts'
import type { ArrayNode } from './array-node.ts'
import { nodeOf } from './draft.ts'
import { Node, showSlot } from './node.ts'

type Args = readonly unknown[]
type Method = (node: ArrayNode, args: Args) => unknown

/** Takes items in; a getter in one of them may change the array, so whatever depends on its length comes after. */
const taken = (node: ArrayNode, items: Args, from: number): unknown[] =>
  items.map((item, i) => adopt(item, node, from + i))

/** Shows a slot that left the array: as a draft, so that it may be edited and put elsewhere. */
const left = (node: ArrayNode, slot: unknown, index: number): unknown =>
  showSlot(slot, kept => node.make(kept, index))

/** Reads an argument that counts from either end, as the language's own methods do. */
function position(argument: unknown, length: number, absent: number): number {
  if (argument === undefined) return absent
  const whole = Math.trunc(Number(argument)) || 0
  return whole < 0 ? Math.max(0, length + whole) : Math.min(whole, length)
}

function splice(node: ArrayNode, args: Args): unknown[] {
  const slots = taken(node, args.slice(2), position(args[0], node.length, 0))
  const { length } = node
  const at = position(args[0], length, 0)
  const count = Math.trunc(Number(args[1])) || 0
  const remove = args.length === 1 ? length - at : Math.max(0, Math.min(count, length - at))
  const removed = node.splice(at, args.length === 0 ? 0 : remove, slots)
  removed.forEach((slot, i) => void (removed[i] = left(node, slot, at + i)))
  return removed
}

function shift(node: ArrayNode): unknown {
  return node.length === 0 ? undefined : left(node, node.splice(0, 1, [])[0], 0)
}

function pop(node: ArrayNode): unknown {
  const last = node.length - 1
  return last < 0 ? undefined : left(node, node.splice(last, 1, [])[0], last)
}

/** What a comparison sees: the draft where there is one, else the snapshot, so that sorting makes no drafts. */
const seen = (slot: unknown): unknown => (slot instanceof Node ? slot.shown : show(slot))

function sort(node: ArrayNode, [compare]: Args): unknown {
  if (compare !== undefined && typeof compare !== 'function') {
    throw new TypeError('The comparison function must be either a function or undefined')
  }
  const ordered = (compare as ((a: unknown, b: unknown) => number) | undefined) ?? byText
  node.rearrange(0, node.length, slots => slots.sort((a, b) => ordered(seen(a), seen(b))))
  return node.shown
}

function byText(a: unknown, b: unknown): number {
  const [one, other] = [String(a), String(b)]
  return one < other ? -1 : one > other ? 1 : 0
}

function reverse(node: ArrayNode): unknown {
  node.rearrange(0, node.length, slots => slots.reverse())
  return node.shown
}

function fill(node: ArrayNode, [value, start, end]: Args): unknown {
  let slot = adopt(value, node, position(start, node.length, 0))
  const from = position(start, node.length, 0)
  const to = position(end, node.length, node.length)
  // One node for all places: what is filled in is one thing, as in any array.
  if (isSealed(slot)) slot = node.make(slot as Kept, from)
  if (to > from) node.splice(from, to - from, new Array<unknown>(to - from).fill(slot))
  return node.shown
}

function copyWithin(node: ArrayNode, args: Args): unknown {
  const { length } = node
  const target = position(args[0], length, 0)
  const from = position(args[1], length, 0)
  const count = Math.min(position(args[2], length, length) - from, length - target)
  if (count <= 0) return node.shown
  for (let i = from; i < from + count; i++) {
    const kind = kindOf(node.slot(i))
    // A copied object is one thing at two places from now on.
    if (kind !== 'primitive') node.read(i)
  }
  node.rearrange(target, target + count, slots => slots.copyWithin(target, from, from + count))
  return node.shown
}

/** Looks for a draft, for a snapshot of what stands there, or for a primitive. */
function search(name: 'indexOf' | 'lastIndexOf' | 'includes'): Method {
  return (node, [wanted, ...rest]) => {
    const target = nodeOf(wanted) ?? wanted
    const slots = node.slots().map(slot => {
      if (!(slot instanceof Node) || target instanceof Node) return slot
      return isSealed(target) ? slot.base : slot.shown
    })
    return (slots[name] as (...args: unknown[]) => unknown)(target, ...rest)
  }
}

const changing: Record<string, Method> = {
  push: (node, items) => {
    const slots = taken(node, items, node.length)
    node.splice(node.length, 0, slots)
    return node.length
  },
  unshift: (node, items) => (node.splice(0, 0, taken(node, items, 0)), node.length),
  pop,
  shift,
  splice,
  sort,
  reverse,
  fill,
  copyWithin,
}
const searching: Record<string, Method> = {
  indexOf: search('indexOf'),
  lastIndexOf: search('lastIndexOf'),
  includes: search('includes'),
}

/** The methods that drafts of arrays don't take from the language: each works on the array behind the draft at once. */
export const arrayMethods: ReadonlyMap<string | symbol, (...args: unknown[]) => unknown> = new Map([
  ...Object.entries(changing).map(([name, method]) => own(name, method, true)),
  ...Object.entries(searching).map(([name, method]) => own(name, method, false)),
])

function own(name: string, method: Method, writes: boolean): [string, (...args: unknown[]) => unknown] {
  const named = {
    [name](this: unknown, ...args: unknown[]): unknown {
      const node = Array.isArray(this) ? (nodeOf(this) as ArrayNode | undefined) : undefined
      if (node === undefined)
        return Reflect.apply(Reflect.get(Array.prototype, name) as () => unknown, this, args)
      if (writes) node.session.write()
      return method(node, args)
    },
  }
  return [name, named[name]!]
}
