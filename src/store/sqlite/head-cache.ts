import { VarveError } from '../../errors.ts'
import type { Head } from '../store.ts'
import type { Connection } from './connection.ts'
import { mustHaveHead } from './heads.ts'

const HEAD =
  'SELECT v.id, h.lane, h.idx AS "index", h.hash, h.pos FROM variables v' +
  ' LEFT JOIN heads h ON h.variable = v.id AND h.branch = ? WHERE v.name = ?'
const LIMIT = 10_000

/** A branch as it stands in the file: its head, and where its last run is. */
export interface Slot extends Head {
  readonly id: number
  readonly lane: number
  index: number
  hash: string
  pos: number
}

/**
 * Remembers heads between appends, which saves a SELECT per run.
 * What is remembered may be outdated: a head that does not fit is read again, and every UPDATE repeats the expected
 * head in its WHERE, so that one which fits only here is noticed too.
 */
export class HeadCache {
  readonly #connection: Connection
  readonly #branches = new Map<string, Map<string, Slot>>()
  #size = 0

  constructor(connection: Connection) {
    this.#connection = connection
  }

  forget(): void {
    this.#branches.clear()
    this.#size = 0
  }

  get(variable: string, branch: string): Slot | undefined {
    return this.#branches.get(branch)?.get(variable) ?? this.load(variable, branch)
  }

  /** Reads a head from the file, whatever is remembered. */
  load(variable: string, branch: string): Slot | undefined {
    if (!variable.isWellFormed() || !branch.isWellFormed())
      throw badName(variable.isWellFormed() ? branch : variable)
    const row = this.#connection.statement(HEAD).get(branch, variable) as
      (Omit<Slot, 'hash'> & { hash: string | null }) | undefined
    if (!row) return undefined
    if (row.hash === null) {
      mustHaveHead(this.#connection, variable)
      return undefined
    }
    const { id, lane, index, hash, pos } = row
    const slot = { id: Number(id), lane: Number(lane), index: Number(index), hash, pos: Number(pos) }
    this.set(variable, branch, slot)
    return slot
  }

  set(variable: string, branch: string, slot: Slot): void {
    if (this.#size >= LIMIT) this.forget()
    let slots = this.#branches.get(branch)
    if (!slots) this.#branches.set(branch, (slots = new Map()))
    slots.set(variable, slot)
    this.#size += 1
  }
}

function badName(name: string): VarveError<'BAD_NAME'> {
  const message = `The name ${JSON.stringify(name)} has half a surrogate pair, which SQLite cannot keep. Choose another.`
  return new VarveError('BAD_NAME', message, { name })
}
