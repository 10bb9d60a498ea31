import type { Run } from '../store.ts'
import type { Connection } from './connection.ts'
import type { HeadCache, Slot } from './head-cache.ts'
import { runText } from '../appending/run-text.ts'
import { Outdated } from './transaction.ts'
import { idOf } from './variable-id.ts'

const RUN = 'INSERT INTO runs(variable, lane, first, last, prev, body) VALUES(?, ?, ?, ?, ?, ?)'
const HEAD = 'INSERT INTO heads(variable, branch, lane, idx, hash, pos) VALUES(?, ?, ?, ?, ?, ?)'
const MOVE =
  'UPDATE heads SET idx = ?, hash = ?, pos = ? WHERE variable = ? AND branch = ? AND idx = ? AND hash = ?'
const LANE =
  'INSERT INTO lanes(variable, lane) SELECT ?, coalesce(max(lane) + 1, 0) FROM lanes WHERE variable = ? RETURNING lane'

interface Changes {
  readonly changes: number | bigint
  readonly lastInsertRowid: number | bigint
}

/** Writes runs whose expected head stands, and moves the heads. */
export class RunWriter {
  readonly #connection: Connection
  readonly #heads: HeadCache

  constructor(connection: Connection, heads: HeadCache) {
    this.#connection = connection
    this.#heads = heads
  }

  keep(run: Run): Slot {
    const slot = this.#heads.get(run.variable, run.branch)
    return slot ? this.#continue(slot, run) : this.#begin(run)
  }

  #continue(slot: Slot, { branch, lines, head }: Run): Slot {
    const pos = this.#insert(slot.id, slot.lane, slot.index + 1, head.index, slot.pos, lines)
    const moved = this.#connection
      .statement(MOVE)
      .run(head.index, head.hash, pos, slot.id, branch, slot.index, slot.hash) as Changes
    if (Number(moved.changes) !== 1) throw new Outdated('A head moved on the same connection.')
    slot.index = head.index
    slot.hash = head.hash
    slot.pos = pos
    return slot
  }

  #begin({ variable, branch, lines, head }: Run): Slot {
    const id = idOf(this.#connection, variable)
    const made = this.#connection.statement(LANE).get(id, id) as { lane: number | bigint }
    const lane = Number(made.lane)
    const pos = this.#insert(id, lane, head.index - lines.length + 1, head.index, null, lines)
    this.#connection.statement(HEAD).run(id, branch, lane, head.index, head.hash, pos)
    const slot = { id, lane, index: head.index, hash: head.hash, pos }
    this.#heads.set(variable, branch, slot)
    return slot
  }

  #insert(
    id: number,
    lane: number,
    first: number,
    last: number,
    prev: number | null,
    lines: readonly string[],
  ): number {
    const run = this.#connection.statement(RUN)
    return Number((run.run(id, lane, first, last, prev, runText(lines)) as Changes).lastInsertRowid)
  }
}
