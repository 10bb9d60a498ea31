import { rootHash } from '../../history/hash.ts'
import { packLines, type ReadySegment } from '../sealing/pack-lines.ts'
import { columnsKind } from '../sealing/packed-segment.ts'
import { planSegments } from '../sealing/plan-segments.ts'
import type { Sealed } from '../store.ts'
import { hashBefore } from './chain-link.ts'
import type { Connection } from './connection.ts'
import { corrupt } from './failure.ts'
import type { HeadCache, Slot } from './head-cache.ts'
import { type KeptLines, linesOfRow } from '../sealing/kept-lines.ts'
import { type LanePiece, piecesOf } from './lane-pieces.ts'
import { inOneState } from './reading.ts'
import { inTransaction } from './transaction.ts'

const RUN = "SELECT first, last, 'lines' AS kind, body FROM runs WHERE pos = ?"
const SEGMENT = 'SELECT first, last, kind, body FROM segments WHERE variable = ? AND lane = ? AND first = ?'
const DROP_RUN = 'DELETE FROM runs WHERE pos = ? AND variable = ? AND lane = ? AND first = ? AND last = ?'
const DROP_SEGMENT = 'DELETE FROM segments WHERE variable = ? AND lane = ? AND first = ? AND last = ?'
const END_WALK = 'UPDATE runs SET prev = NULL WHERE prev = ? AND pos = ?'
const KEEP = 'INSERT INTO segments(variable, lane, first, last, kind, body) VALUES(?, ?, ?, ?, ?, ?)'

/** What goes into segments together, and the run behind it, where the walk over the runs ends then. */
export interface Slice {
  readonly variable: string
  readonly slot: Slot
  readonly pieces: readonly LanePiece[]
  readonly above: number | undefined
}

/** Puts lines into segments, a slice in each transaction. What takes long, the columns, is done before it begins. */
export class Sealer {
  readonly #connection: Connection
  readonly #heads: HeadCache

  constructor(connection: Connection, heads: HeadCache) {
    this.#connection = connection
    this.#heads = heads
  }

  /** Chooses what to seal of a branch, oldest first; the newest run stays. */
  plan(variable: string, branch: string): readonly Slice[] {
    return inOneState(this.#connection, () => {
      const slot = this.#heads.load(variable, branch)
      if (!slot) return []
      const pieces = piecesOf(this.#connection, slot)
      const above = new Map(pieces.map((piece, i) => [piece, pieces[i + 1]?.pos]))
      const fixed = { ...slot }
      return planSegments(pieces.slice(0, -1)).map(plan => {
        const last = plan.at(-1)!
        return {
          variable,
          slot: fixed,
          pieces: plan,
          above: last.pos === undefined ? undefined : above.get(last),
        }
      })
    })
  }

  /** Seals a slice; undefined where it is no longer as it was planned. */
  seal(slice: Slice): Sealed | undefined {
    const segments = inOneState(this.#connection, () => this.#segments(slice))
    if (!segments) return undefined
    const before = slice.pieces.reduce((sum, { size }) => sum + size, 0)
    const after = segments.reduce((sum, { bytes }) => sum + bytes.length, 0)
    if (after >= before) return { lines: 0, segments: 0, bytes: { before: 0, after: 0 } }
    try {
      this.#connection.deletingForGood(() =>
        inTransaction(this.#connection, this.#heads, () => this.#exchange(slice, segments)),
      )
    } catch (error) {
      if (error instanceof Changed) return undefined
      throw error
    }
    const lines = segments.reduce((sum, { first, last }) => sum + last - first + 1, 0)
    return { lines, segments: segments.length, bytes: { before, after } }
  }

  /** Packs the lines of a slice: one segment, or more where one append wrote more than goes into one. */
  #segments({ variable, slot, pieces }: Slice): readonly ReadySegment[] | undefined {
    const lines: string[] = []
    for (const piece of pieces) {
      const row = this.#row(slot, piece)
      if (!row || Number(row.first) !== piece.first || Number(row.last) !== piece.last) return undefined
      const own = linesOfRow(row)
      if (!own)
        throw corrupt(this.#connection.file, `the lines ${row.first} to ${row.last} cannot be told apart`)
      for (const line of own) lines.push(line)
    }
    const { first } = pieces[0]!
    const link = hashBefore(this.#connection, slot, first) ?? (first === 0 ? rootHash(variable) : undefined)
    const segments = packLines(first, lines, link)
    if (!segments) throw corrupt(this.#connection.file, `the lines from ${first} on are no text`)
    return segments
  }

  #row({ id, lane }: Slot, { pos, first }: LanePiece): KeptLines | undefined {
    const row =
      pos === undefined
        ? this.#connection.statement(SEGMENT).get(id, lane, first)
        : this.#connection.statement(RUN).get(pos)
    return row as KeptLines | undefined
  }

  /** Lines never change: where the rows still have these bounds, they have these lines. */
  #exchange({ slot: { id, lane }, pieces, above }: Slice, segments: readonly ReadySegment[]): void {
    const statement = (sql: string) => this.#connection.statement(sql)
    for (const { pos, first, last } of pieces) {
      mustChangeOne(
        pos === undefined
          ? statement(DROP_SEGMENT).run(id, lane, first, last)
          : statement(DROP_RUN).run(pos, id, lane, first, last),
      )
    }
    if (above !== undefined) mustChangeOne(statement(END_WALK).run(pieces.at(-1)!.pos!, above))
    for (const { first, last, bytes } of segments)
      statement(KEEP).run(id, lane, first, last, columnsKind, bytes)
  }
}

/** Thrown where somebody else has sealed or forgotten meanwhile. */
class Changed extends Error {}

function mustChangeOne(result: unknown): void {
  if (Number((result as { changes: number | bigint }).changes) !== 1)
    throw new Changed('The rows are others by now.')
}
