import { isWithin, refusal } from '../forgetting/refusal.ts'
import type { Forgetting, Gap, Outcome } from '../store.ts'
import { type Stretch, without } from '../forgetting/stretches.ts'
import type { Connection } from './connection.ts'
import { corrupt } from './failure.ts'
import { exchangeGaps, gapsOf } from './gaps.ts'
import type { HeadCache, Slot } from './head-cache.ts'
import { dropKeyframe } from './keyframes.ts'
import { marksOf } from './marks.ts'
import { linesOf, runText } from './run-text.ts'
import { inTransaction } from './transaction.ts'

const RUN = 'SELECT first, last, prev FROM runs WHERE pos = ?'
const BODY = 'SELECT body FROM runs WHERE pos = ?'
const DROP_RUN = 'DELETE FROM runs WHERE pos = ?'
const TRIM_RUN = 'UPDATE runs SET first = ?, body = ?, prev = NULL WHERE pos = ?'
const END_WALK = 'UPDATE runs SET prev = NULL WHERE pos = ?'
const SEGMENTS =
  "SELECT first, last, body FROM segments WHERE variable = ? AND lane = ? AND kind = 'lines' AND last >= ? AND first <= ?"
const DROP_SEGMENT = 'DELETE FROM segments WHERE variable = ? AND lane = ? AND first = ?'
const KEEP_SEGMENT =
  "INSERT INTO segments(variable, lane, first, last, kind, body) VALUES(?, ?, ?, ?, 'lines', ?)"

/** About how many characters go into one segment, so that reading a few lines does not fetch them all. */
const SEGMENT = 65_536

interface RunRow {
  readonly first: number
  readonly last: number
  readonly prev: number | null
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
    return this.#connection.deletingForGood(() =>
      inTransaction(this.#connection, this.#heads, () => this.#forget(forgetting)),
    )
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
    const left = [...this.#takeSegments(slot, before, gaps), ...this.#takeRuns(slot, gaps.at(-1)!.last)]
    left.sort((a, b) => a.first - b.first)
    exchangeGaps(this.#connection, slot, before, gaps)
    this.#keepSegments(
      slot,
      gaps.reduce((stretches, { first, last }) => without(stretches, first, last), left),
    )
    for (const gap of gaps) dropKeyframe(this.#connection, slot, gap)
    return { ok: true, repeated: false }
  }

  /** Takes out the segments that reach into a gap. */
  #takeSegments({ id, lane }: Slot, before: readonly Gap[], gaps: readonly Gap[]): Stretch[] {
    const grown = gaps.filter(gap => !isWithin(gap, before))
    const found = grown.flatMap(
      ({ first, last }) =>
        this.#connection.statement(SEGMENTS).all(id, lane, first, last) as (RunRow & { body: string })[],
    )
    const segments = new Map(found.map(row => [Number(row.first), row]))
    return [...segments.values()].map(row => {
      this.#connection.statement(DROP_SEGMENT).run(id, lane, row.first)
      return this.#stretch(Number(row.first), Number(row.last), row.body)
    })
  }

  /** Takes out the runs up to an index, and the part up to it of the run that holds it; the newest run stays. */
  #takeRuns(slot: Slot, cut: number): Stretch[] {
    const taken: Stretch[] = []
    let above: number | undefined
    for (let pos: number | null = slot.pos; pos !== null;) {
      const { first, last, prev }: RunRow = this.#run(pos)
      if (first > cut) above = pos
      else {
        const stretch = this.#stretch(first, last, this.#bodyOf(pos))
        taken.unshift({ first, lines: stretch.lines.slice(0, cut - first + 1) })
        if (last <= cut) this.#connection.statement(DROP_RUN).run(pos)
        else {
          this.#trim(pos, cut + 1, stretch.lines.slice(cut - first + 1))
          above = undefined
        }
      }
      if (prev !== null && prev >= pos) throw corrupt(this.#connection.file, `run ${pos} follows run ${prev}`)
      pos = prev
    }
    if (above !== undefined) this.#connection.statement(END_WALK).run(above)
    return taken
  }

  #trim(pos: number, first: number, lines: readonly string[]): void {
    this.#connection.statement(TRIM_RUN).run(first, runText(lines), pos)
  }

  #keepSegments({ id, lane }: Slot, stretches: readonly Stretch[]): void {
    const keep = this.#connection.statement(KEEP_SEGMENT)
    for (const { first, lines } of inSegments(stretches))
      keep.run(id, lane, first, first + lines.length - 1, runText(lines))
  }

  #run(pos: number): RunRow {
    const row = this.#connection.statement(RUN).get(pos) as RunRow | undefined
    if (!row) throw corrupt(this.#connection.file, `run ${pos} is missing`)
    return {
      first: Number(row.first),
      last: Number(row.last),
      prev: row.prev === null ? null : Number(row.prev),
    }
  }

  #bodyOf(pos: number): string {
    return (this.#connection.statement(BODY).get(pos) as { body: string }).body
  }

  #stretch(first: number, last: number, body: string): Stretch {
    const lines = linesOf(body, last - first + 1)
    if (!lines) throw corrupt(this.#connection.file, `the lines ${first} to ${last} cannot be told apart`)
    return { first, lines }
  }
}

/** Joins what follows each other, and cuts what is long. */
function inSegments(stretches: readonly Stretch[]): Stretch[] {
  const segments: { first: number; lines: string[] }[] = []
  let length = 0
  for (const { first, lines } of stretches) {
    for (const [i, line] of lines.entries()) {
      const last = segments.at(-1)
      if (!last || last.first + last.lines.length !== first + i || length >= SEGMENT) {
        segments.push({ first: first + i, lines: [line] })
        length = line.length
      } else {
        last.lines.push(line)
        length += line.length
      }
    }
  }
  return segments
}
