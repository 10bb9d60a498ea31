import type { Stretch } from '../forgetting/stretches.ts'
import { columnsKind } from '../sealing/packed-segment.ts'
import { type KeptLines, linesOfRow } from '../sealing/kept-lines.ts'
import { sealedRows } from '../sealing/sealed-rows.ts'
import type { Gap, Keyframe, Mark, SealedBranch, StoredBranch } from '../store.ts'
import { keyframeDigest } from './append-statement.ts'
import type { Connection } from './connection.ts'
import { corrupt } from './failure.ts'
import type { Sender } from './pool.ts'
import { givenName, storedName } from './stored-name.ts'

/** What all parts of a statement give: what it is, where it begins and ends, and up to three texts. */
interface Row {
  readonly kind: string
  readonly first: string | null
  readonly last: string | null
  readonly a: string | null
  readonly b: string | null
  readonly c: string | null
}

const HEAD =
  'WITH head AS (SELECT h.variable, h.lane, h.idx, h.hash FROM @variables v' +
  ' JOIN @heads h ON h.variable = v.id AND h.branch = $2 WHERE v.name = $1)'
const THE_HEAD =
  "SELECT 'head' AS kind, h.idx AS first, NULL::bigint AS last, h.hash AS a, NULL::text AS b, NULL::text AS c FROM head h"
/** Runs are found by where they begin: the one in which `from` lies begins before it. */
const RUNS =
  "SELECT 'lines' AS kind, r.first, r.last, r.body AS a, NULL::text AS b, NULL::text AS c FROM head h" +
  ' JOIN @runs r ON r.variable = h.variable AND r.lane = h.lane WHERE r.first <= $4 AND r.last >= $3' +
  ' AND r.first >= coalesce((SELECT max(o.first) FROM @runs o' +
  ' WHERE o.variable = h.variable AND o.lane = h.lane AND o.first <= $3), 0)'
const SEGMENTS =
  "SELECT s.kind, s.first, s.last, CASE s.kind WHEN 'gap' THEN '' WHEN 'columns' THEN encode(s.bytes, 'base64') ELSE s.body END," +
  ' NULL, NULL FROM head h' +
  ' JOIN @segments s ON s.variable = h.variable AND s.lane = h.lane WHERE s.first <= $4 AND s.last >= $3'
const KEYFRAME =
  "SELECT 'keyframe' AS kind, k.idx AS first, NULL::bigint AS last, k.hash AS a, k.value AS b, k.digest AS c FROM head h" +
  ' JOIN @keyframes k ON k.variable = h.variable AND k.lane = h.lane'
const GAPS =
  "SELECT 'record' AS kind, s.first, s.last, s.body AS a, b.value AS b, NULL::text AS c FROM head h" +
  " JOIN @segments s ON s.variable = h.variable AND s.lane = h.lane AND s.kind = 'gap'" +
  ' LEFT JOIN @bases b ON b.variable = s.variable AND b.lane = s.lane AND b.idx = s.last'
const MARKS =
  "SELECT 'mark' AS kind, m.idx AS first, NULL::bigint AS last, m.name AS a, m.hash AS b, NULL::text AS c" +
  ' FROM @variables v JOIN @marks m ON m.variable = v.id WHERE v.name = $1'

/** Reads parts of a branch in one statement, so in one state. */
export class Reading {
  readonly #connection: Connection
  readonly #rows: (text: string, values: unknown[]) => Promise<Row[]>

  /** Reads outside of any transaction, again until there is an answer; or as a part of one. */
  constructor(connection: Connection, sender?: Sender) {
    this.#connection = connection
    this.#rows = (text, values) =>
      sender ? connection.rows<Row>(sender, text, values) : connection.read<Row>(text, values)
  }

  async branch(variable: string, branch: string, from: number): Promise<StoredBranch | undefined> {
    const start = lowest(from)
    const rows = await this.#wholeBranch(variable, branch, start)
    return this.#branchIn(rows, { variable, branch, from: start })
  }

  /** Reads a branch whose old lines are made when somebody asks for them; only the bytes of segments are looked at. */
  async sealedBranch(variable: string, branch: string): Promise<SealedBranch | undefined> {
    const rows = await this.#wholeBranch(variable, branch, 0)
    const end = Math.max(
      -1,
      ...rows.filter(({ kind }) => kind === columnsKind).map(({ last }) => Number(last)),
    )
    const damaged = (first: number, last: number, cause?: unknown) =>
      corrupt(this.#connection.place.name, `the lines ${first} to ${last} are not as they were sealed`, cause)
    const sealed = sealedRows(variable, sealedIn(rows, end), damaged)
    const stored = this.#branchIn(rows, { variable, branch, from: (sealed.at(-1)?.last ?? -1) + 1 })
    return stored && { ...stored, sealed }
  }

  #wholeBranch(variable: string, branch: string, from: number): Promise<Row[]> {
    const text = `${HEAD} ${[THE_HEAD, RUNS, SEGMENTS, KEYFRAME, GAPS, MARKS].join(' UNION ALL ')}`
    return this.#rows(text, [...names(variable, branch), from, Number.MAX_SAFE_INTEGER])
  }

  #branchIn(rows: readonly Row[], range: Omit<Range, 'to'>): StoredBranch | undefined {
    const head = rows.find(({ kind }) => kind === 'head')
    if (!head) return undefined
    const index = Number(head.first)
    const stretches = this.#stretches(rows, { ...range, to: index })
    return {
      head: { index, hash: head.a! },
      lines: joined(stretches),
      keyframe: keyframeIn(rows),
      marks: marksIn(rows, range.variable),
      gaps: this.#gapsIn(rows, range.variable),
    }
  }

  async lines(variable: string, branch: string, from: number, to: number): Promise<readonly string[]> {
    return joined(await this.stretches(variable, branch, from, to))
  }

  /** Whatever lies between two stretches was forgotten: lines that are missing without a gap are damage. */
  async stretches(variable: string, branch: string, from: number, to: number): Promise<Stretch[]> {
    const [start, end] = [lowest(from), Math.min(to, Number.MAX_SAFE_INTEGER)]
    if (!(start <= end)) return []
    const text = `${HEAD} ${RUNS} UNION ALL ${SEGMENTS}`
    const rows = await this.#rows(text, [...names(variable, branch), start, Math.floor(end)])
    return this.#stretches(rows, { variable, branch, from: start, to: end })
  }

  async keyframe(variable: string, branch: string): Promise<Keyframe | undefined> {
    return keyframeIn(await this.#rows(`${HEAD} ${KEYFRAME}`, names(variable, branch)))
  }

  async marks(variable: string): Promise<readonly Mark[]> {
    return marksIn(await this.#rows(MARKS, [storedName(variable)]), variable)
  }

  async gaps(variable: string, branch: string): Promise<readonly Gap[]> {
    return this.#gapsIn(await this.#rows(`${HEAD} ${GAPS}`, names(variable, branch)), variable)
  }

  #gapsIn(rows: readonly Row[], variable: string): readonly Gap[] {
    const gaps = rows.filter(({ kind }) => kind === 'record')
    return gaps
      .map(({ first, last, a: record, b: base }) => {
        if (record === null || base === null)
          throw corrupt(
            this.#connection.place.name,
            `the gap ${first} to ${last} of ${variable} has no value after it`,
          )
        return { first: Number(first), last: Number(last), record, base }
      })
      .sort((a, b) => a.first - b.first)
  }

  #stretches(rows: readonly Row[], { variable, branch, from, to }: Range): Stretch[] {
    // What lies before was not asked for.
    const parts = rows.filter(row => isPart(row) && Number(row.last) >= from)
    const stretches: Stretch[] = []
    let next: number | undefined
    for (const { kind, first: start, last: end, a: body } of parts.sort(
      (a, b) => Number(a.first) - Number(b.first),
    )) {
      const [first, last] = [Number(start), Number(end)]
      const isGap = kind === 'gap'
      const lines = isGap ? [] : linesOfRow({ first, last, kind, body: bodyOf(kind, body) })
      if (!lines || (next ?? first) !== first || (next === undefined && first > from) || last < first) {
        const what = `the lines ${first} to ${last} of ${variable} (${branch}) do not follow`
        throw corrupt(this.#connection.place.name, what)
      }
      next = last + 1
      if (isGap || last < from || first > to) continue
      const isWhole = first >= from && last <= to
      const inside = isWhole ? lines : lines.slice(Math.max(from - first, 0), to - first + 1)
      stretches.push({ first: Math.max(first, from), lines: inside })
    }
    return stretches
  }
}

/** Whether a row is of lines, or of a gap between them. */
function isPart({ kind }: Row): boolean {
  return !['head', 'keyframe', 'record', 'mark'].includes(kind)
}

/** The segments up to an index in their order; of a gap with its record. */
function sealedIn(rows: readonly Row[], end: number): KeptLines[] {
  const recordAt = new Map(
    rows.filter(({ kind }) => kind === 'record').map(({ first, a }) => [Number(first), a]),
  )
  return rows
    .filter(row => isPart(row) && Number(row.last) <= end)
    .map(({ kind, first, last, a }) => ({
      kind,
      first: Number(first),
      last: Number(last),
      body: kind === 'gap' ? recordAt.get(Number(first)) : bodyOf(kind, a),
    }))
    .sort((a, b) => a.first - b.first)
}

/** Bytes come as text, as all parts of a statement do. */
function bodyOf(kind: string, body: string | null): unknown {
  return kind === columnsKind && body !== null ? Buffer.from(body, 'base64') : body
}

interface Range {
  readonly variable: string
  readonly branch: string
  readonly from: number
  readonly to: number
}

function names(variable: string, branch: string): unknown[] {
  return [storedName(variable), storedName(branch)]
}

function lowest(from: number): number {
  return Math.min(Math.max(Math.ceil(from), 0), Number.MAX_SAFE_INTEGER)
}

function joined(stretches: readonly Stretch[]): readonly string[] {
  return stretches.length === 1 ? stretches[0]!.lines : stretches.flatMap(({ lines }) => lines)
}

/** A damaged keyframe counts as dropped, since the lines tell the same. */
function keyframeIn(rows: readonly Row[]): Keyframe | undefined {
  const row = rows.find(({ kind }) => kind === 'keyframe')
  if (!row || row.c !== keyframeDigest(row.a!, row.b!)) return undefined
  return { index: Number(row.first), hash: row.a!, value: row.b! }
}

/** In the order of their names by code units, which is none that PostgreSQL has. */
function marksIn(rows: readonly Row[], variable: string): readonly Mark[] {
  return rows
    .filter(({ kind }) => kind === 'mark')
    .map(({ first, a, b }) => ({ variable, name: givenName(a!), index: Number(first), hash: b! }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}
