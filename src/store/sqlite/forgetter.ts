import { firstBranch } from '../appending/stray-mark.ts'
import { isWithin, refusal } from '../forgetting/refusal.ts'
import type { Forgetting, Gap, Outcome } from '../store.ts'
import { endOf, inSegments } from '../forgetting/in-segments.ts'
import { type Stretch, without } from '../forgetting/stretches.ts'
import type { Connection } from './connection.ts'
import { corrupt } from './failure.ts'
import { firstInRuns } from './lane-pieces.ts'
import { exchangeGaps, gapsOf } from './gaps.ts'
import type { HeadCache, Slot } from './head-cache.ts'
import { dropKeyframe } from './keyframes.ts'
import { marksOf } from './marks.ts'
import { type KeptLines, linesOfRow } from '../sealing/kept-lines.ts'
import { runText } from '../appending/run-text.ts'
import { inTransaction } from './transaction.ts'

/** The runs up to an index, from the newest to the oldest, each with the one above it. */
const RUNS = `
WITH RECURSIVE walk(pos, first, prev, above) AS (
  SELECT pos, first, prev, NULL FROM runs WHERE pos = ?
  UNION ALL
  SELECT r.pos, r.first, r.prev, w.pos FROM walk w JOIN runs r ON r.pos = w.prev WHERE r.pos < w.pos
)
SELECT r.pos, r.first, r.last, 'lines' AS kind, r.body, w.above FROM walk w JOIN runs r ON r.pos = w.pos WHERE w.first <= ?`
const DROP_RUN = 'DELETE FROM runs WHERE pos = ?'
const TRIM_RUN = 'UPDATE runs SET first = ?, body = ?, prev = NULL WHERE pos = ?'
const END_WALK = 'UPDATE runs SET prev = NULL WHERE pos = ?'
const SEGMENTS =
  "SELECT first, last, kind, body FROM segments WHERE variable = ? AND lane = ? AND kind <> 'gap' AND last >= ? AND first <= ?"
const DROP_SEGMENT = 'DELETE FROM segments WHERE variable = ? AND lane = ? AND first = ?'
const KEEP_SEGMENT =
  "INSERT INTO segments(variable, lane, first, last, kind, body) VALUES(?, ?, ?, ?, 'lines', ?)"
/** Who did what is forgotten as well. */
const DROP_SHOWN = 'DELETE FROM revisions WHERE variable = ? AND idx BETWEEN ? AND ?'

interface RunRow extends KeptLines {
  readonly pos: number
  readonly above: number | null
}

/** Takes lines away: what is left below the last gap moves from the log of runs to segments. */
export class Forgetter {
  readonly #connection: Connection
  readonly #heads: HeadCache

  constructor(connection: Connection, heads: HeadCache) {
    this.#connection = connection
    this.#heads = heads
  }

  /** Forgets in one transaction; what is deleted is overwritten. */
  forget(forgetting: Forgetting): Outcome {
    const outcome = this.#connection.deletingForGood(() =>
      inTransaction(this.#connection, this.#heads, () => this.#forget(forgetting)),
    )
    if (outcome.ok) this.#connection.cutLog()
    return outcome
  }

  #forget(forgetting: Forgetting): Outcome {
    const { variable, branch, gaps } = forgetting
    const slot = this.#heads.load(variable, branch)
    if (!slot) return { ok: false, variable, branch, actual: null }
    const before = gapsOf(this.#connection, variable, branch)
    const refused = refusal(forgetting, {
      head: slot,
      gaps: before,
      marks: marksOf(this.#connection, variable),
    })
    if (refused) return refused
    const oldest = firstInRuns(this.#connection, slot)
    const left = [
      ...this.#takeSegments(slot, before, gaps),
      ...this.#takeRuns(slot, oldest, gaps.at(-1)!.last),
    ]
    left.sort((a, b) => a.first - b.first)
    exchangeGaps(this.#connection, slot, before, gaps)
    this.#keepSegments(
      slot,
      gaps.reduce((stretches, { first, last }) => without(stretches, first, last), left),
    )
    for (const gap of gaps) dropKeyframe(this.#connection, slot, gap)
    if (branch === firstBranch) this.#dropShown(slot, gaps)
    return { ok: true, repeated: false }
  }

  #dropShown({ id }: Slot, gaps: readonly Gap[]): void {
    for (const { first, last } of gaps) this.#connection.statement(DROP_SHOWN).run(id, first, last)
  }

  /** Takes out the segments that reach into a gap. */
  #takeSegments({ id, lane }: Slot, before: readonly Gap[], gaps: readonly Gap[]): Stretch[] {
    const grown = gaps.filter(gap => !isWithin(gap, before))
    const found = grown.flatMap(
      ({ first, last }) => this.#connection.statement(SEGMENTS).all(id, lane, first, last) as KeptLines[],
    )
    const segments = new Map(found.map(row => [Number(row.first), row]))
    return [...segments.values()].map(row => {
      this.#connection.statement(DROP_SEGMENT).run(id, lane, row.first)
      return this.#stretch(row)
    })
  }

  /** Takes out the runs up to an index, and the part up to it of the run that holds it; the newest run stays. */
  #takeRuns({ pos }: Slot, oldest: number, cut: number): Stretch[] {
    const rows = this.#connection.statement(RUNS).all(pos, cut) as RunRow[]
    rows.sort((a, b) => Number(b.pos) - Number(a.pos))
    const stretches = rows.map(row => this.#stretch(row)).reverse()
    const newest = stretches.at(-1)
    const follow = stretches.every(({ first }, i) => first === (i === 0 ? oldest : endOf(stretches[i - 1]!)))
    if (!follow || (newest ? endOf(newest) : oldest) <= cut)
      throw corrupt(this.#connection.file, `the lines ${oldest} to ${cut} do not follow`)
    for (const row of rows) if (Number(row.last) <= cut) this.#connection.statement(DROP_RUN).run(row.pos)
    if (newest && endOf(newest) > cut + 1)
      this.#trim(rows[0]!.pos, cut + 1, without([newest], 0, cut)[0]!.lines)
    else if (newest) this.#connection.statement(END_WALK).run(rows[0]!.above)
    return without(stretches, cut + 1, Infinity)
  }

  #trim(pos: number, first: number, lines: readonly string[]): void {
    this.#connection.statement(TRIM_RUN).run(first, runText(lines), pos)
  }

  #keepSegments({ id, lane }: Slot, stretches: readonly Stretch[]): void {
    const keep = this.#connection.statement(KEEP_SEGMENT)
    for (const { first, lines } of inSegments(stretches))
      keep.run(id, lane, first, first + lines.length - 1, runText(lines))
  }

  #stretch(row: KeptLines): Stretch {
    const { first, last } = row
    const lines = linesOfRow(row)
    if (!lines) throw corrupt(this.#connection.file, `the lines ${first} to ${last} cannot be told apart`)
    return { first: Number(first), lines }
  }
}
