import type { PathKey } from '../value/path.ts'
import type { PathNode } from '../value/working/path-node.ts'
import { op, type Op } from '../value/working/row-log.ts'
import type { Rows } from './rows.ts'
import { SplicedSpots, Spots } from './spots.ts'

/** What happened at a place: it was set, spliced, or something in it changed. */
export interface Happened {
  readonly set: Spots
  readonly spliced: SplicedSpots
  readonly inside: Spots
}

/**
 * For each place in a timeline the rows that set it or changed something in it, so that what stood there as of a revision
 * is found without a replay. Made when somebody first asks, and brought up to date when somebody asks again.
 */
export class PathIndex {
  readonly #rows: Rows
  readonly #happened = new Map<PathNode, Happened>()
  #length = 0

  constructor(rows: Rows) {
    this.#rows = rows
  }

  /** What happened at a place; undefined for nothing. */
  at(node: PathNode): Happened | undefined {
    return this.#happened.get(node)
  }

  op(row: number): Op {
    return this.#rows.columns.log.op(row)
  }
  next(row: number): unknown {
    return this.#rows.columns.log.next(row)
  }

  /** What a row of the log says. */
  row(row: number): {
    readonly is: Op
    readonly node: PathNode
    readonly key: PathKey
    readonly next: unknown
    readonly old: unknown
  } {
    const { log } = this.#rows.columns
    const [next, old] = [log.next(row), log.old(row)]
    return { is: log.op(row), node: log.node(row), key: log.key(row), next, old }
  }

  /** Where an array or Set was spliced, how much it took out, and what it put in. */
  splice(row: number): {
    readonly index: number
    readonly removed: number
    readonly insert: readonly unknown[]
  } {
    const { log } = this.#rows.columns
    const index = log.key(row) as number
    const is = log.op(row)
    if (is === op.enter) return { index, removed: 0, insert: [log.next(row)] }
    if (is === op.leave) return { index, removed: 1, insert: [] }
    const old = log.old(row) as number | readonly unknown[]
    const removed = typeof old === 'number' ? old : old.length
    return { index, removed, insert: log.next(row) as readonly unknown[] }
  }

  /** Takes in what was recorded since. */
  update(): void {
    const { columns, gaps, length } = this.#rows
    if (length === this.#length) return
    for (const index of gaps.indexes(this.#length, length)) {
      const position = this.#rows.position(index)
      if (columns.isWhole(position)) this.#at(columns.root).set.push(index, -1)
      else {
        const { start, count } = columns.stretch(position)
        for (let row = start; row < start + count; row++) this.#add(index, row)
      }
    }
    this.#length = length
  }

  #add(index: number, row: number): void {
    const { log } = this.#rows.columns
    const is = log.op(row)
    let node = log.node(row)
    if (is === op.splice || is === op.enter || is === op.leave)
      this.#at(node).spliced.add(index, row, log.key(row) as number)
    else {
      if (is < op.enter) node = node.child(log.key(row))
      this.#at(node).set.push(index, row)
    }
    for (let above = node.parent; above !== null; above = above.parent)
      this.#at(above).inside.push(index, row)
  }

  #at(node: PathNode): Happened {
    let happened = this.#happened.get(node)
    if (happened === undefined) {
      happened = { set: new Spots(), spliced: new SplicedSpots(), inside: new Spots() }
      this.#happened.set(node, happened)
    }
    return happened
  }
}
