import type { PathKey } from '../path.ts'
import type { PathNode } from './path-node.ts'

/**
 * What a row says, with what its columns hold:
 *
 * | op | node | key | next | old |
 * | --- | --- | --- | --- | --- |
 * | `put` | the container | key | what stands there now | what stood there |
 * | `add` | the container | key | what stands there now | the key in front of which it was put |
 * | `drop` | the container | key | the key that followed | what stood there |
 * | `enter` | the Set | position | the member | |
 * | `leave` | the Set | position | | the member |
 * | `splice` | the array | index | what was put in | what was taken out |
 * | `text` | the text | index | what was put in | what was taken out |
 * | `root` | the root | null | the value now | the value before |
 *
 * Where a row was read from a store nobody knows what it replaced: `old` is `unknownOld` then, and for `splice` and `text` how
 * much was taken out.
 */
export const op = { put: 0, add: 1, drop: 2, enter: 3, leave: 4, splice: 5, text: 6, root: 7 } as const
/** One of `op`. */
export type Op = (typeof op)[keyof typeof op]

/** Where rows are told, in the order in which they happened. */
export interface RowSink {
  push(op: Op, node: PathNode, key: PathKey, next: unknown, old: unknown): void
}

/** Rows that can be read. */
export interface RowReader {
  readonly length: number
  op(row: number): Op
  node(row: number): PathNode
  key(row: number): PathKey
  next(row: number): unknown
  old(row: number): unknown
}

/** The rows of one change, in columns. */
export class RowLog implements RowSink, RowReader {
  readonly ops: Op[] = anything()
  readonly nodes: PathNode[] = anything()
  readonly keys: PathKey[] = anything()
  readonly nexts: unknown[] = anything()
  readonly olds: unknown[] = anything()

  length = 0

  push(is: Op, node: PathNode, key: PathKey, next: unknown, old: unknown): void {
    if (is >= op.splice && this.#joins(is, node, key as number, next as Edit, old as Edit)) return
    this.add(is, node, key, next, old)
  }

  /** `push` of what stays a row of its own. */
  add(is: Op, node: PathNode, key: PathKey, next: unknown, old: unknown): void {
    const row = this.length++
    this.ops[row] = is
    this.nodes[row] = node
    this.keys[row] = key
    this.nexts[row] = next
    this.olds[row] = old
  }

  /** Empties a small log, and keeps its room. */
  clear(): void {
    for (let row = 0; row < this.length; row++) this.nexts[row] = this.olds[row] = undefined
    this.length = 0
  }

  op(row: number): Op {
    return this.ops[row]!
  }
  node(row: number): PathNode {
    return this.nodes[row]!
  }
  key(row: number): PathKey {
    return this.keys[row]!
  }
  next(row: number): unknown {
    return this.nexts[row]
  }
  old(row: number): unknown {
    return this.olds[row]
  }

  truncate(length: number): void {
    this.length = length
    this.ops.length = length
    this.nodes.length = length
    this.keys.length = length
    this.nexts.length = length
    this.olds.length = length
  }

  /** A thousand pushes are one splice, and a word typed is one edit. */
  #joins(is: Op, node: PathNode, at: number, next: Edit, old: Edit): boolean {
    const last = this.length - 1
    if (is === op.root || last < 0 || this.ops[last] !== is || this.nodes[last] !== node) return false
    const begins = this.keys[last] as number
    const [put, taken] = [this.nexts[last] as Edit, this.olds[last] as Edit]
    if (old.length === 0 && at === begins + put.length) this.nexts[last] = joined(put, next)
    else if (next.length === 0 && put.length === 0 && at === begins) this.olds[last] = joined(taken, old)
    else return false
    return true
  }
}

type Edit = string | unknown[]

/** The rows of one change own their arrays, but for empty ones. */
function joined(a: Edit, b: Edit): Edit {
  if (typeof a === 'string') return a + (b as string)
  const { length } = a
  if (length === 0) return b
  a.length += b.length
  ;(b as unknown[]).forEach((raw, i) => (a[length + i] = raw))
  return a
}

/** An empty array of anything: it stays one whatever is put in, so that one compiled form does for all logs. */
function anything<T>(): T[] {
  const array: unknown[] = [null]
  array.length = 0
  return array as T[]
}
