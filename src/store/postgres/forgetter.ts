import { firstBranch } from '../appending/stray-mark.ts'
import { refusal, sameGap } from '../forgetting/refusal.ts'
import { endOf, inSegments } from '../forgetting/in-segments.ts'
import { type Stretch, without } from '../forgetting/stretches.ts'
import { linesOfRow } from '../sealing/kept-lines.ts'
import { runText } from '../appending/run-text.ts'
import type { Forgetting, Gap, Outcome } from '../store.ts'
import { DURABLE } from './append-statement.ts'
import type { Connection } from './connection.ts'
import { corrupt } from './failure.ts'
import type { Sender } from './pool.ts'
import { Reading } from './reading.ts'
import { storedName } from './stored-name.ts'

const LOCK = `WITH ${DURABLE}
SELECT h.variable, h.lane, h.idx, h.hash FROM durable, @heads h JOIN @variables v ON v.id = h.variable
WHERE v.name = $1 AND h.branch = $2 FOR UPDATE OF h`
const TAKE_SEGMENTS =
  "DELETE FROM @segments WHERE variable = $1 AND lane = $2 AND kind <> 'gap' AND EXISTS" +
  ' (SELECT 1 FROM unnest($3::bigint[], $4::bigint[]) g(first, last) WHERE g.first <= segments.last AND g.last >= segments.first)' +
  ' RETURNING first, last, kind, body, bytes'
const TAKE_RUNS =
  'DELETE FROM @runs WHERE variable = $1 AND lane = $2 AND last <= $3 RETURNING first, last, body'
const SPLIT_RUN =
  'SELECT first, last, body FROM @runs WHERE variable = $1 AND lane = $2 AND first <= $3 AND last > $3'
/** It is the same run, written by the same transaction: nothing has moved. */
const TRIM_RUN = 'UPDATE @runs SET first = $4, body = $5 WHERE variable = $1 AND lane = $2 AND first = $3'
const DROP_GAPS =
  "DELETE FROM @segments WHERE variable = $1 AND lane = $2 AND kind = 'gap' AND first = ANY($3::bigint[])"
const DROP_BASES = 'DELETE FROM @bases WHERE variable = $1 AND lane = $2 AND idx = ANY($3::bigint[])'
const KEEP_SEGMENTS =
  'INSERT INTO @segments(variable, lane, first, last, kind, body) SELECT $1::bigint, $2::int, s.* FROM' +
  ' unnest($3::bigint[], $4::bigint[], $5::text[], $6::text[]) s'
const KEEP_BASES =
  'INSERT INTO @bases(variable, lane, idx, value) SELECT $1::bigint, $2::int, b.* FROM unnest($3::bigint[], $4::text[]) b'
const DROP_KEYFRAME =
  'DELETE FROM @keyframes WHERE variable = $1 AND lane = $2 AND EXISTS' +
  ' (SELECT 1 FROM unnest($3::bigint[], $4::bigint[]) g(first, last) WHERE idx BETWEEN g.first AND g.last)'
/** Who did what is forgotten as well. */
const DROP_SHOWN =
  'DELETE FROM @revisions WHERE variable = $1 AND EXISTS' +
  ' (SELECT 1 FROM unnest($2::bigint[], $3::bigint[]) g(first, last) WHERE idx BETWEEN g.first AND g.last)'

interface Row {
  readonly first: string
  readonly last: string
  readonly body: string | null
  /** Of a segment; a run is `lines`. */
  readonly kind?: string
  readonly bytes?: Uint8Array | null
}

/** Takes lines away in one transaction: what is left below the last gap moves from the runs to segments. */
export async function forget(
  connection: Connection,
  sender: Sender,
  forgetting: Forgetting,
): Promise<Outcome> {
  const { variable, branch, gaps } = forgetting
  const [row] = await connection.rows<{ variable: string; lane: number; idx: string; hash: string }>(
    sender,
    LOCK,
    [storedName(variable), storedName(branch)],
  )
  if (!row) return { ok: false, variable, branch, actual: null }
  const reading = new Reading(connection, sender)
  const before = await reading.gaps(variable, branch)
  const head = { index: Number(row.idx), hash: row.hash }
  const refused = refusal(forgetting, { head, gaps: before, marks: await reading.marks(variable) })
  if (refused) return refused
  await new Lane(connection, sender, [row.variable, row.lane]).exchange(before, gaps)
  if (branch === firstBranch) {
    const bounds = [gaps.map(({ first }) => first), gaps.map(({ last }) => last)]
    await connection.rows(sender, DROP_SHOWN, [row.variable, ...bounds])
  }
  return { ok: true, repeated: false }
}

/** The tables of one lane, whose head is locked. */
class Lane {
  readonly #connection: Connection
  readonly #sender: Sender
  readonly #lane: readonly [variable: string, lane: number]

  constructor(connection: Connection, sender: Sender, lane: readonly [string, number]) {
    this.#connection = connection
    this.#sender = sender
    this.#lane = lane
  }

  async exchange(before: readonly Gap[], gaps: readonly Gap[]): Promise<void> {
    const grown = gaps.filter(gap => !before.some(old => sameGap(old, gap)))
    const bounds = [gaps.map(({ first }) => first), gaps.map(({ last }) => last)]
    const cut = gaps.at(-1)!.last
    const segments = await this.#do<Row>(TAKE_SEGMENTS, ...bounds)
    const left = [...this.#stretches(segments), ...(await this.#takeRuns(cut))]
    const gone = before.filter(gap => !gaps.some(other => sameGap(gap, other)))
    await this.#do(
      DROP_GAPS,
      gone.map(({ first }) => first),
    )
    await this.#do(
      DROP_BASES,
      gone.map(({ last }) => last),
    )
    left.sort((a, b) => a.first - b.first)
    const kept = gaps.reduce((stretches, { first, last }) => without(stretches, first, last), left)
    await this.#keep(kept, grown)
    await this.#do(DROP_KEYFRAME, ...bounds)
  }

  /** Takes out the runs up to an index, and the part up to it of the run that holds it; the newest run stays. */
  async #takeRuns(cut: number): Promise<Stretch[]> {
    const whole = this.#stretches(await this.#do<Row>(TAKE_RUNS, cut))
    const split = this.#stretches(await this.#do<Row>(SPLIT_RUN, cut))
    const stretches = [...whole, ...split].sort((a, b) => a.first - b.first)
    const follow = stretches.every(({ first }, i) => i === 0 || first === endOf(stretches[i - 1]!))
    if (!follow || (stretches.length > 0 && endOf(stretches.at(-1)!) <= cut))
      throw corrupt(this.#connection.place.name, `the lines up to ${cut} do not follow`)
    for (const { first, lines } of split) {
      const rest = without([{ first, lines }], 0, cut)[0]!
      await this.#do(TRIM_RUN, first, rest.first, runText(rest.lines))
    }
    return without(stretches, cut + 1, Infinity)
  }

  async #keep(stretches: readonly Stretch[], gaps: readonly Gap[]): Promise<void> {
    const rows = [
      ...inSegments(stretches).map(({ first, lines }) => ({
        first,
        last: first + lines.length - 1,
        kind: 'lines',
        body: runText(lines),
      })),
      ...gaps.map(({ first, last, record }) => ({ first, last, kind: 'gap', body: record })),
    ]
    await this.#do(
      KEEP_SEGMENTS,
      rows.map(({ first }) => first),
      rows.map(({ last }) => last),
      rows.map(({ kind }) => kind),
      rows.map(({ body }) => body),
    )
    await this.#do(
      KEEP_BASES,
      gaps.map(({ last }) => last),
      gaps.map(({ base }) => base),
    )
  }

  #stretches(rows: readonly Row[]): Stretch[] {
    return rows.map(({ first, last, kind = 'lines', body, bytes }) => {
      const lines = linesOfRow({ first: Number(first), last: Number(last), kind, body: bytes ?? body })
      if (!lines)
        throw corrupt(this.#connection.place.name, `the lines ${first} to ${last} cannot be told apart`)
      return { first: Number(first), lines }
    })
  }

  #do<R>(text: string, ...values: unknown[]): Promise<R[]> {
    return this.#connection.rows<R>(this.#sender, text, [...this.#lane, ...values])
  }
}
