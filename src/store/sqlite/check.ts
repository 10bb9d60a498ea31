import { chainProblem } from './check-chain.ts'
import type { Connection } from './connection.ts'
import { digestOf } from './keyframes.ts'
import { isVarveError } from '../../errors.ts'
import { columnsKind, type Link, PackedSegment } from '../sealing/packed-segment.ts'
import { linesOf } from '../appending/run-text.ts'

const INTEGRITY = 'PRAGMA integrity_check(20)'
const FOREIGN_KEYS = 'PRAGMA foreign_key_check'
const HEADS =
  'SELECT h.variable, v.name, h.branch, h.lane, h.idx, h.pos FROM heads h LEFT JOIN variables v ON v.id = h.variable' +
  ' ORDER BY v.name, h.branch'
const RUN = 'SELECT variable, lane, first, last, prev, body FROM runs WHERE pos = ?'
/** Where the newest run was purged, the end of the log stands for no variable. */
const COUNT = 'SELECT count(*) AS count FROM runs WHERE variable <> 0'
const SEGMENTS =
  'SELECT s.first, s.last, s.kind, s.body, b.idx AS base FROM segments s LEFT JOIN bases b' +
  ' ON b.variable = s.variable AND b.lane = s.lane AND b.idx = s.last' +
  ' WHERE s.variable = ? AND s.lane = ? ORDER BY s.first DESC'
const NO_HEAD =
  'SELECT v.name FROM variables v LEFT JOIN lanes l ON l.variable = v.id' +
  ' LEFT JOIN heads h ON h.variable = l.variable AND h.lane = l.lane WHERE h.lane IS NULL'
const STRAY_SEGMENTS =
  'SELECT count(*) AS count FROM segments s WHERE NOT EXISTS' +
  ' (SELECT 1 FROM heads h WHERE h.variable = s.variable AND h.lane = s.lane)'
const STRAY_BASES =
  'SELECT count(*) AS count FROM bases b WHERE NOT EXISTS (SELECT 1 FROM segments s' +
  " WHERE s.variable = b.variable AND s.lane = b.lane AND s.last = b.idx AND s.kind = 'gap')"
const KEYFRAMES =
  'SELECT v.name, k.idx, k.hash, k.value, k.digest FROM keyframes k LEFT JOIN variables v ON v.id = k.variable'
const NO_LANE =
  'SELECT count(*) AS count FROM heads h WHERE NOT EXISTS' +
  ' (SELECT 1 FROM lanes l WHERE l.variable = h.variable AND l.lane = h.lane)'

interface HeadRow {
  readonly variable: number
  readonly name: string | null
  readonly branch: string
  readonly lane: number
  readonly idx: number
  readonly pos: number | null
}

interface RunRow {
  readonly variable: number
  readonly lane: number
  readonly first: number
  readonly last: number
  readonly prev: number | null
  readonly body: string
}

interface KeyframeRow {
  readonly name: string | null
  readonly idx: number
  readonly hash: string
  readonly value: string
  readonly digest: string
}

interface SegmentRow {
  readonly first: number
  readonly last: number
  readonly kind: string
  readonly body: unknown
  readonly base: number | null
}

/** Looks for damage in tables and in what points from one to another, with a sentence for each; lines are not parsed, and sealed ones not made. */
export function problemsOf(connection: Connection): string[] {
  const problems = integrity(connection)
  const all = <Row>(sql: string, ...values: number[]): Row[] =>
    connection.statement(sql).all(...values) as Row[]
  const count = (sql: string): number => Number(all<{ count: number }>(sql)[0]!.count)
  let reached = 0
  for (const head of all<HeadRow>(HEADS)) {
    const { branch, variable, lane } = head
    const whose = head.name === null ? `variable ${variable} (${branch})` : `${head.name} (${branch})`
    const runs = new RunWalk(connection, head)
    problems.push(...runs.problems.map(problem => `${whose}: ${problem}`))
    reached += runs.count
    if (connection.format < 2 || runs.problems.length > 0) {
      if (runs.problems.length === 0 && runs.first !== 0)
        problems.push(`${whose}: the lines before ${runs.first} are missing`)
      continue
    }
    const segments = all<SegmentRow>(SEGMENTS, variable, lane)
    const found = segmentProblems(segments, runs.first)
    const isSealed = found.length === 0 && segments.some(({ kind }) => kind === columnsKind)
    const broken = isSealed && head.name !== null ? chainProblem(connection, head.name, branch) : undefined
    problems.push(...[...found, ...(broken ? [broken] : [])].map(problem => `${whose}: ${problem}`))
  }
  problems.push(...keyframeProblems(connection))
  problems.push(...all<{ name: string }>(NO_HEAD).map(({ name }) => `${name}: a head of it is missing`))
  const stray = count(COUNT) - reached
  if (stray > 0 && problems.length === 0) problems.push(`runs: ${stray} belong to no branch`)
  if (count(NO_LANE) > 0) problems.push(`heads: ${count(NO_LANE)} are on a lane that is not in lanes`)
  if (connection.format < 2) return problems
  if (count(STRAY_SEGMENTS) > 0) problems.push(`segments: ${count(STRAY_SEGMENTS)} belong to no branch`)
  if (count(STRAY_BASES) > 0) problems.push(`bases: ${count(STRAY_BASES)} follow no gap`)
  return problems
}

/** Readers pass over such a keyframe, but the view current_values shows it. */
function keyframeProblems(connection: Connection): string[] {
  const rows = connection.statement(KEYFRAMES).all() as KeyframeRow[]
  const damaged = rows.filter(({ hash, value, digest }) => digest !== digestOf(hash, value))
  return damaged.map(({ name, idx }) => `${name ?? 'a variable'}: its keyframe at ${idx} is damaged`)
}

function integrity(connection: Connection): string[] {
  const rows = connection.statement(INTEGRITY).all() as { integrity_check: string }[]
  const found = rows.map(row => row.integrity_check).filter(text => text !== 'ok')
  const loose = connection.statement(FOREIGN_KEYS).all() as { table: string; parent: string }[]
  return [
    ...found.map(text => `SQLite: ${text}`),
    ...loose.map(({ table, parent }) => `${table}: a row points to what is not in ${parent}`),
  ]
}

/** Goes back from a head over `prev`, as far as it leads. */
class RunWalk {
  readonly problems: string[] = []
  count = 0
  /** Index of the first line of the oldest run. */
  first: number

  constructor(connection: Connection, head: HeadRow) {
    let above = Number(head.idx) + 1
    for (let pos = head.pos === null ? null : Number(head.pos); pos !== null;) {
      const run = connection.statement(RUN).get(pos) as RunRow | undefined
      const problem = run ? problemOf(run, pos, head, above) : `run ${pos} is missing`
      if (problem) this.problems.push(problem)
      if (!run || problem) break
      this.count += 1
      above = Number(run.first)
      const prev = run.prev === null ? null : Number(run.prev)
      if (prev !== null && prev >= pos)
        this.problems.push(`run ${pos} goes back to run ${prev}, which is newer`)
      pos = prev !== null && prev >= pos ? null : prev
    }
    if (head.pos === null) this.problems.push('its head has no run')
    this.first = above
  }
}

function problemOf(run: RunRow, pos: number, head: HeadRow, above: number): string | undefined {
  const [first, last] = [Number(run.first), Number(run.last)]
  if (Number(run.variable) !== Number(head.variable) || Number(run.lane) !== Number(head.lane))
    return `run ${pos} belongs to another lane`
  if (last !== above - 1) return `run ${pos} ends at ${last}, where ${above - 1} was expected`
  return linesOf(run.body, last - first + 1)
    ? undefined
    : `run ${pos} does not hold the lines ${first} to ${last}`
}

/** Segments come from the newest to the oldest; the runs begin at `above`. */
function segmentProblems(segments: readonly SegmentRow[], above: number): string[] {
  const problems: string[] = []
  let newer: Link | undefined
  for (const segment of segments) {
    const [first, last] = [Number(segment.first), Number(segment.last)]
    const what = `the ${segment.kind === 'gap' ? 'gap' : 'segment'} ${first} to ${last}`
    if (last !== above - 1) problems.push(`${what} should end at ${above - 1}`)
    if (segment.kind === 'gap' && segment.base === null)
      problems.push(`${what} has no value after it in bases`)
    if (segment.kind === 'lines' && !linesOf(segment.body as string, last - first + 1))
      problems.push(`${what} does not hold its lines`)
    const link = segment.kind === columnsKind ? linkOf(segment) : undefined
    if (link === null) problems.push(`${what} is not as it was sealed`)
    if (link && newer && newer.before !== link.after)
      problems.push(`${what} does not lead to the one behind it`)
    if (!['gap', 'lines', columnsKind].includes(segment.kind)) problems.push(`${what} is of no known kind`)
    above = first
    newer = link ?? undefined
  }
  if (above !== 0) problems.push(`the lines before ${above} are missing`)
  return problems
}

/** Looks at the bytes of a sealed segment, not at its lines: null where they are not those that were written. */
function linkOf({ first, last, body }: SegmentRow): Link | null | undefined {
  if (!(body instanceof Uint8Array)) return null
  try {
    return new PackedSegment(body, Number(first), Number(last)).link
  } catch (error) {
    if (isVarveError(error, 'CORRUPT')) return null
    throw error
  }
}
