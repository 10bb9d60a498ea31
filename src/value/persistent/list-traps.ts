import { ImmutableList, indexIn } from './immutable-list.ts'
import { adopt } from '../draft/adopt.ts'
import { collectionTraps, methodOf } from '../draft/collection-traps.ts'
import {
  changing as changingElements,
  type Method as ElementsMethod,
  searching,
} from '../draft/elements-methods.ts'
import { printedAsDraft } from '../draft/draft-target.ts'
import { ListNode } from './list-node.ts'

type Method = (node: ListNode, args: readonly unknown[]) => unknown

const { push, pop, shift, unshift, splice, sort, reverse, fill } = changingElements

/** Walks by index, so that what comes in meanwhile is seen. */
function* valuesOf(node: ListNode): Generator<unknown, undefined> {
  for (let index = 0; ; index++) {
    node.session.check()
    if (index >= node.length) return
    yield node.read(index)
  }
}

const reading: Record<string, Method> = {
  at: (node, [index]) => {
    const whole = Math.trunc(Number(index)) || 0
    const at = whole < 0 ? whole + node.length : whole
    return node.has(at) ? node.read(at) : undefined
  },
  values: valuesOf,
  ...(searching as Record<string, ElementsMethod>),
}
const changing: Record<string, Method> = {
  set: (node, [index, item]) => {
    const at = indexIn(node.inside, Number(index), 'set')
    node.put(at, adopt(item, node, at))
  },
  clear: node => void node.splice(0, node.length, []),
  ...({ push, pop, shift, unshift, splice, sort, reverse, fill } as Record<string, ElementsMethod>),
}

/** What a draft of an ImmutableList does. */
export const listTraps: ProxyHandler<ListNode> = collectionTraps<ListNode>(
  ImmutableList.prototype,
  new Map<string | symbol, (...args: unknown[]) => unknown>([
    ...Object.entries(reading).map(([name, method]) => [name, methodOf(name, false, method)] as const),
    ...Object.entries(changing).map(([name, method]) => [name, methodOf(name, true, method)] as const),
    [Symbol.iterator, methodOf('values', false, valuesOf)],
  ]),
  draft => new ImmutableList(draft as Iterable<unknown>),
)

printedAsDraft(ListNode.prototype)
