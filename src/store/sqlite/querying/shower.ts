import type { Shown, ShownRevision } from '../../store.ts'
import type { Connection } from '../connection.ts'
import { idOf } from '../variable-id.ts'

/** Another variable had the key; what is shown of it refers to its row. */
const OTHER = 'SELECT variable FROM members WHERE collection = ? AND key = ? AND variable <> ?'
const MEMBER =
  'INSERT INTO members(variable, collection, key, idx, hash, version, is_current, value) VALUES(?, ?, ?, ?, ?, ?, ?, ?)' +
  ' ON CONFLICT(variable) DO UPDATE SET collection = excluded.collection, key = excluded.key, idx = excluded.idx,' +
  ' hash = excluded.hash, version = excluded.version, is_current = excluded.is_current, value = excluded.value'
const REVISION =
  'INSERT INTO revisions(variable, idx, version, kind, state, "start", "end", label, comment, creator)' +
  ' VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)' +
  ' ON CONFLICT(variable, idx) DO UPDATE SET state = excluded.state, "end" = excluded."end"'
const DROP = ['DELETE FROM revisions WHERE variable = ?', 'DELETE FROM members WHERE variable = ?']

/** Keeps what units show of their variables. */
export class Shower {
  readonly #connection: Connection

  constructor(connection: Connection) {
    this.#connection = connection
  }

  show({ variable, head, collection, key, version, isCurrent, value, revisions }: Shown): void {
    const id = idOf(this.#connection, variable)
    const other = this.#connection.statement(OTHER).get(collection, key, id) as
      { variable: number } | undefined
    if (other) this.hide(Number(other.variable))
    this.#connection
      .statement(MEMBER)
      .run(id, collection, key, head.index, head.hash, version, isCurrent ? 1 : 0, value)
    for (const revision of revisions) this.#showRevision(id, revision)
  }

  /** Takes away all that is shown of a variable. */
  hide(id: number): void {
    for (const drop of DROP) this.#connection.statement(drop).run(id)
  }

  #showRevision(id: number, revision: ShownRevision): void {
    const { index, version, kind, state, start, end, label, comment, creator } = revision
    this.#connection
      .statement(REVISION)
      .run(id, index, version, kind, state, start, end, label, comment, creator)
  }
}
