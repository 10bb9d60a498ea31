import type { Head, Outcome } from '../store.ts'
import type { Connection } from './connection.ts'
import type { HeadCache } from './head-cache.ts'
import { firstBranch } from '../appending/stray-mark.ts'
import { Shower } from './querying/shower.ts'
import { inTransaction } from './transaction.ts'

const TABLES = ['heads', 'lanes', 'keyframes', 'marks', 'segments', 'bases']
const NEWEST = 'SELECT pos, variable FROM runs ORDER BY pos DESC LIMIT 1'
/** The end of the log stays, so that no position comes twice; it is that of no variable, and holds nothing. */
const BLANK =
  "UPDATE runs SET variable = 0, lane = 0, first = 0, last = -1, prev = NULL, body = '[]' WHERE pos = ?"
const OLD_BLANKS = 'DELETE FROM runs WHERE variable = 0 AND pos < ?'

/** Takes away all there is of a variable; what is deleted is overwritten. */
export class Purger {
  readonly #connection: Connection
  readonly #heads: HeadCache
  readonly #shower: Shower

  constructor(connection: Connection, heads: HeadCache) {
    this.#connection = connection
    this.#heads = heads
    this.#shower = new Shower(connection)
  }

  purge(variable: string, expected: Head): Outcome {
    const outcome = this.#connection.deletingForGood(() =>
      inTransaction(this.#connection, this.#heads, () => this.#purge(variable, expected)),
    )
    if (outcome.ok) this.#connection.cutLog()
    return outcome
  }

  #purge(variable: string, expected: Head): Outcome {
    const slot = this.#heads.load(variable, firstBranch)
    const actual = slot ? { index: slot.index, hash: slot.hash } : null
    if (!slot || slot.index !== expected.index || slot.hash !== expected.hash)
      return { ok: false, variable, branch: firstBranch, actual }
    this.#shower.hide(slot.id)
    this.#dropRuns(slot.id)
    for (const table of TABLES)
      this.#connection.statement(`DELETE FROM ${table} WHERE variable = ?`).run(slot.id)
    this.#connection.statement('DELETE FROM variables WHERE id = ?').run(slot.id)
    this.#heads.forget()
    return { ok: true, repeated: false }
  }

  #dropRuns(id: number): void {
    const { pos, variable } = this.#connection.statement(NEWEST).get() as { pos: number; variable: number }
    if (Number(variable) === id) this.#connection.statement(BLANK).run(pos)
    this.#connection.statement('DELETE FROM runs WHERE variable = ?').run(id)
    this.#connection.statement(OLD_BLANKS).run(pos)
  }
}
