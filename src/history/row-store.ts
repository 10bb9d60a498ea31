import type { PathKey } from '../value/path.ts'
import type { PathNode } from '../value/working/path-node.ts'
import type { Op, RowLog, RowReader } from '../value/working/row-log.ts'
import { Column, NumberColumn } from './column.ts'

/** The rows of all revisions of a timeline, in columns. */
export class RowStore implements RowReader {
  readonly #ops = new NumberColumn(size => new Uint8Array(size))
  readonly #nodes = new Column<PathNode>()
  readonly #keys = new Column<PathKey>()
  readonly #nexts = new Column<unknown>()
  readonly #olds = new Column<unknown>()

  get length(): number {
    return this.#ops.length
  }

  op(row: number): Op {
    return this.#ops.get(row) as Op
  }
  node(row: number): PathNode {
    return this.#nodes.get(row)
  }
  key(row: number): PathKey {
    return this.#keys.get(row)
  }
  next(row: number): unknown {
    return this.#nexts.get(row)
  }
  old(row: number): unknown {
    return this.#olds.get(row)
  }

  add(is: Op, node: PathNode, key: PathKey, next: unknown, old: unknown): void {
    this.#ops.push(is)
    this.#nodes.push(node)
    this.#keys.push(key)
    this.#nexts.push(next)
    this.#olds.push(old)
  }

  append({ ops, nodes, keys, nexts, olds, length }: RowLog): void {
    for (let row = 0; row < length; row++) this.add(ops[row]!, nodes[row]!, keys[row]!, nexts[row], olds[row])
  }

  truncate(length: number): void {
    for (const column of [this.#ops, this.#nodes, this.#keys, this.#nexts, this.#olds])
      column.truncate(length)
  }
}
