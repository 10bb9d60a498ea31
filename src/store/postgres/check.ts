import { isVarveError } from '../../errors.ts'
import { type Link, PackedSegment } from '../sealing/packed-segment.ts'
import type { Connection } from './connection.ts'
import type { Sender } from './pool.ts'
import { givenName } from './stored-name.ts'

/** Every run and segment, in the order of their lanes, with what comes before it. */
const PARTS = `
WITH parts AS (
  SELECT variable, lane, first, last, 'run' AS what, body FROM @runs
  UNION ALL SELECT variable, lane, first, last, kind, body FROM @segments
), ordered AS (
  SELECT *, lag(last) OVER w AS before, row_number() OVER (PARTITION BY variable, lane ORDER BY first DESC) AS place FROM parts
  WINDOW w AS (PARTITION BY variable, lane ORDER BY first)
)
`
const TROUBLED = `${PARTS}
SELECT v.name, h.branch, o.what, o.first, o.last, o.before,
  o.first <> coalesce(o.before, -1) + 1 AS loose,
  o.place = 1 AND o.last <> h.idx AS short,
  o.what IN ('run', 'lines') AND (o.body IS NULL OR left(o.body, 1) <> '[' OR right(o.body, 1) <> ']'
    OR (length(o.body) - length(replace(o.body, E',\\n', ''))) / 2 <> o.last - o.first) AS torn,
  o.what NOT IN ('run', 'lines', 'columns', 'gap') AS strange,
  o.what = 'gap' AND b.idx IS NULL AS baseless,
  o.place = 1 AND o.what <> 'run' AS tailless
FROM ordered o JOIN @heads h ON h.variable = o.variable AND h.lane = o.lane JOIN @variables v ON v.id = o.variable
LEFT JOIN @bases b ON b.variable = o.variable AND b.lane = o.lane AND b.idx = o.last
WHERE o.first <> coalesce(o.before, -1) + 1 OR (o.place = 1 AND (o.last <> h.idx OR o.what <> 'run'))
  OR o.what NOT IN ('run', 'lines', 'columns', 'gap') OR (o.what = 'gap' AND b.idx IS NULL)
  OR (o.what IN ('run', 'lines') AND (o.body IS NULL OR left(o.body, 1) <> '[' OR right(o.body, 1) <> ']'
    OR (length(o.body) - length(replace(o.body, E',\\n', ''))) / 2 <> o.last - o.first))
ORDER BY v.name, h.branch, o.first`
const COLUMNS =
  'SELECT v.name, h.branch, s.variable, s.lane, s.first, s.last, s.bytes FROM @segments s JOIN @heads h ON h.variable = s.variable' +
  " AND h.lane = s.lane JOIN @variables v ON v.id = s.variable WHERE s.kind = 'columns'" +
  ' AND (s.variable, s.lane, s.first) > ($1::bigint, $2::int, $3::bigint) ORDER BY s.variable, s.lane, s.first LIMIT 50'
const EMPTY =
  'SELECT v.name, h.branch FROM @heads h JOIN @variables v ON v.id = h.variable' +
  ' WHERE NOT EXISTS (SELECT 1 FROM @runs r WHERE r.variable = h.variable AND r.lane = h.lane) ORDER BY v.name, h.branch'
const HEADLESS =
  'SELECT DISTINCT v.name FROM @lanes l JOIN @variables v ON v.id = l.variable' +
  ' WHERE NOT EXISTS (SELECT 1 FROM @heads h WHERE h.variable = l.variable AND h.lane = l.lane) ORDER BY v.name'
const KEYFRAMES =
  'SELECT v.name, k.idx FROM @keyframes k JOIN @variables v ON v.id = k.variable WHERE k.digest <>' +
  " encode(sha256(convert_to('varve/1 keyframe' || E'\\n' || k.hash || E'\\n' || k.value, 'UTF8')), 'hex') ORDER BY v.name"
const STRAYS = `
SELECT 'heads' AS name, count(*) AS count, 'are on a lane that is not in lanes' AS what FROM @heads h
  WHERE NOT EXISTS (SELECT 1 FROM @lanes l WHERE l.variable = h.variable AND l.lane = h.lane)
UNION ALL SELECT 'heads', count(*), 'are on a lane that has another' FROM @heads h
  WHERE EXISTS (SELECT 1 FROM @heads o WHERE o.variable = h.variable AND o.lane = h.lane AND o.branch <> h.branch)
UNION ALL SELECT 'heads', count(*), 'are those of no variable' FROM @heads h
  WHERE NOT EXISTS (SELECT 1 FROM @variables v WHERE v.id = h.variable)
UNION ALL SELECT 'runs', count(*), 'belong to no branch' FROM @runs r
  WHERE NOT EXISTS (SELECT 1 FROM @heads h WHERE h.variable = r.variable AND h.lane = r.lane)
UNION ALL SELECT 'segments', count(*), 'belong to no branch' FROM @segments s
  WHERE NOT EXISTS (SELECT 1 FROM @heads h WHERE h.variable = s.variable AND h.lane = s.lane)
UNION ALL SELECT 'keyframes', count(*), 'belong to no branch' FROM @keyframes k
  WHERE NOT EXISTS (SELECT 1 FROM @heads h WHERE h.variable = k.variable AND h.lane = k.lane)
UNION ALL SELECT 'marks', count(*), 'are those of no variable' FROM @marks m
  WHERE NOT EXISTS (SELECT 1 FROM @variables v WHERE v.id = m.variable)
UNION ALL SELECT 'bases', count(*), 'follow no gap' FROM @bases b WHERE NOT EXISTS
  (SELECT 1 FROM @segments s WHERE s.variable = b.variable AND s.lane = b.lane AND s.last = b.idx AND s.kind = 'gap')`

interface ColumnsRow {
  readonly name: string
  readonly branch: string
  readonly variable: string
  readonly lane: number
  readonly first: string
  readonly last: string
  readonly bytes: Uint8Array
}

interface Part {
  readonly name: string
  readonly branch: string
  readonly what: string
  readonly first: string
  readonly last: string
  readonly before: string | null
  readonly loose: boolean
  readonly short: boolean
  readonly torn: boolean
  readonly strange: boolean
  readonly baseless: boolean
  readonly tailless: boolean
}

/** Looks for damage in what points from one table to another, with a sentence for each; lines are not parsed. */
export async function problemsOf(connection: Connection, sender: Sender): Promise<string[]> {
  const all = <Row>(text: string): Promise<Row[]> => connection.rows<Row>(sender, text, [])
  const empty = await all<{ name: string; branch: string }>(EMPTY)
  const headless = await all<{ name: string }>(HEADLESS)
  const keyframes = await all<{ name: string; idx: string }>(KEYFRAMES)
  const strays = await all<{ name: string; count: string; what: string }>(STRAYS)
  return [
    ...(await all<Part>(TROUBLED)).flatMap(problemsOfPart),
    ...(await problemsOfColumns(connection, sender)),
    ...empty.map(({ name, branch }) => `${givenName(name)} (${givenName(branch)}): its head has no run`),
    ...headless.map(({ name }) => `${givenName(name)}: a head of it is missing`),
    ...keyframes.map(({ name, idx }) => `${givenName(name)}: its keyframe at ${idx} is damaged`),
    ...strays.flatMap(({ name, count, what }) => (Number(count) > 0 ? [`${name}: ${count} ${what}`] : [])),
  ]
}

function problemsOfPart(part: Part): string[] {
  const { first, last, before, what } = part
  const part_ = `the ${what === 'lines' ? 'segment' : what} ${first} to ${last}`
  const start = before === null ? 0 : Number(before) + 1
  const found = [
    part.loose && `${part_} should begin at ${start}`,
    part.short && `${part_} is the last, and the head is another`,
    part.torn && `${part_} does not hold its lines`,
    part.strange && `${part_} is of no known kind`,
    part.baseless && `${part_} has no value after it in bases`,
    part.tailless && `${part_} is the last, and no run`,
  ]
  const whose = `${givenName(part.name)} (${givenName(part.branch)})`
  return found.filter(text => text !== false).map(text => `${whose}: ${text}`)
}

/** Looks at the bytes of sealed segments, not at their lines, and whether each leads to the one behind it. */
async function problemsOfColumns(connection: Connection, sender: Sender): Promise<string[]> {
  const problems: string[] = []
  let [before, link] = [['0', -1, '-1'] as (string | number)[], undefined as Link | undefined]
  let end = ''
  for (;;) {
    const rows = await connection.rows<ColumnsRow>(sender, COLUMNS, before)
    for (const { name, branch, variable, lane, first, last, bytes } of rows) {
      const what = `${givenName(name)} (${givenName(branch)}): the segment ${first} to ${last}`
      const found = linkOf(bytes, Number(first), Number(last))
      if (found === null) problems.push(`${what} is not as it was sealed`)
      if (found && link && end === `${variable} ${lane} ${first}` && link.after !== found.before)
        problems.push(`${what} does not follow on the one before it`)
      before = [variable, lane, first]
      end = `${variable} ${lane} ${Number(last) + 1}`
      link = found ?? undefined
    }
    if (rows.length < 50) return problems
  }
}

/** Null where the bytes are not those that were written. */
function linkOf(bytes: Uint8Array, first: number, last: number): Link | null | undefined {
  try {
    return new PackedSegment(bytes, first, last).link
  } catch (error) {
    if (isVarveError(error, 'CORRUPT')) return null
    throw error
  }
}
