import type { Outcome, Unit } from '../store.ts'
import { appendStatement, appendValues, DURABLE } from './append-statement.ts'
import type { Connection } from './connection.ts'
import type { Sender } from './pool.ts'
import { keepShown } from './querying/shown.ts'
import { Reading } from './reading.ts'
import { Standing } from './standing.ts'
import { givenName, storedName } from './stored-name.ts'
import { Chains, Groups } from './wanted.ts'

const SEATS =
  'INSERT INTO @variables(name) SELECT * FROM unnest($1::text[]) n ORDER BY n ON CONFLICT (name) DO NOTHING'
const LOCK_SEATS = 'SELECT id FROM @variables WHERE name = ANY($1::text[]) ORDER BY id FOR UPDATE'
/** The heads of branches, and all those of variables that are marked: who forgets locks a head, and looks at marks. */
const LOCK_HEADS = `WITH ${DURABLE}, want AS MATERIALIZED (
  SELECT DISTINCT w.name, w.branch FROM durable, unnest($1::text[], $2::text[]) w(name, branch)
)
SELECT v.name, h.branch, h.idx, h.hash FROM @heads h JOIN @variables v ON v.id = h.variable
WHERE EXISTS (SELECT 1 FROM want w WHERE w.name = v.name AND (w.branch IS NULL OR w.branch = h.branch))
ORDER BY h.variable, h.branch FOR UPDATE OF h`
const MARKS =
  'SELECT v.name AS variable, m.name, m.idx, m.hash FROM @marks m JOIN @variables v ON v.id = m.variable WHERE v.name = ANY($1::text[])'
const GAPS =
  'SELECT v.name AS variable, h.branch, s.first, s.last FROM @variables v JOIN @heads h ON h.variable = v.id' +
  " JOIN @segments s ON s.variable = h.variable AND s.lane = h.lane AND s.kind = 'gap' WHERE v.name = ANY($1::text[])"
const SET_MARKS =
  'INSERT INTO @marks(variable, name, idx, hash) SELECT v.id, w.name, w.idx, w.hash' +
  ' FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[]) w(variable, name, idx, hash)' +
  ' JOIN @variables v ON v.name = w.variable ORDER BY v.id, w.name'

/** Keeps units that one statement cannot decide: locks what they are about, looks, decides one after the other, and writes. */
export async function lockedAppend(
  connection: Connection,
  sender: Sender,
  units: readonly Unit[],
): Promise<readonly Outcome[]> {
  const reading = new Reading(connection, sender)
  const standing = new Standing((...range) => reading.stretches(...range))
  await lockHeads(connection, sender, units, standing)
  // Heads come first, as in the one statement: otherwise two wait for each other. What has begun meanwhile shows now.
  if (await takeSeats(connection, sender, units)) await lockHeads(connection, sender, units, standing)
  const marked = [
    ...new Set(units.flatMap(({ marks = [] }) => marks.map(({ variable }) => storedName(variable)))),
  ]
  if (marked.length > 0) await lookAtMarks(connection, sender, marked, standing)
  const outcomes: Outcome[] = []
  for (const unit of units) outcomes.push(await standing.take(unit))
  await write(connection, sender, standing)
  return outcomes
}

/**
 * A head that is read as absent has no row that could be locked: its variable's stands for it. Who begins a branch has to wait for
 * whoever holds it, since his head refers to it. Tells whether there are any.
 */
async function takeSeats(connection: Connection, sender: Sender, units: readonly Unit[]): Promise<boolean> {
  if (units.every(({ reads = [] }) => reads.every(({ expected }) => expected))) return false
  // What is begun is held as well, in one order with the rest.
  const all = units.flatMap(({ runs, reads = [] }) => [...runs, ...reads])
  const absent = all.filter(({ expected }) => !expected)
  const names = [...new Set(absent.map(({ variable }) => storedName(variable)))]
  await connection.rows(sender, SEATS, [names])
  await connection.rows(sender, LOCK_SEATS, [names])
  return true
}

async function lockHeads(
  connection: Connection,
  sender: Sender,
  units: readonly Unit[],
  standing: Standing,
): Promise<void> {
  const branches = units.flatMap(({ runs, reads = [], marks = [] }) => [
    ...[...runs, ...reads].map(({ variable, branch }) => [variable, branch] as const),
    ...marks.map(({ variable }) => [variable, undefined] as const),
  ])
  const rows = await connection.rows<{ name: string; branch: string; idx: string; hash: string }>(
    sender,
    LOCK_HEADS,
    [
      branches.map(([variable]) => storedName(variable)),
      branches.map(([, branch]) => (branch === undefined ? null : storedName(branch))),
    ],
  )
  for (const { name, branch, idx, hash } of rows)
    standing.addHead(givenName(name), givenName(branch), { index: Number(idx), hash })
}

async function lookAtMarks(
  connection: Connection,
  sender: Sender,
  names: readonly string[],
  standing: Standing,
): Promise<void> {
  type MarkRow = { variable: string; name: string; idx: string; hash: string }
  for (const { variable, name, idx, hash } of await connection.rows<MarkRow>(sender, MARKS, [names]))
    standing.addMark({ variable: givenName(variable), name: givenName(name), index: Number(idx), hash })
  type GapRow = { variable: string; branch: string; first: string; last: string }
  for (const { variable, branch, first, last } of await connection.rows<GapRow>(sender, GAPS, [names]))
    standing.addGap(givenName(variable), givenName(branch), { first: Number(first), last: Number(last) })
}

/** Writes what won as one group, by the same statement as ever: what it rests on is locked, so it wins. */
async function write(
  connection: Connection,
  sender: Sender,
  { runs, newMarks, shown }: Standing,
): Promise<void> {
  if (runs.length > 0) {
    const chains = new Chains()
    for (const run of runs) chains.add(run, new Groups(1), 0)
    const wanted = chains.wanted(() => 0)
    const lost = await connection.rows(sender, appendStatement(wanted), appendValues(wanted))
    if (lost.length > 0) throw new Error(`${connection.place.name}: a head moved while it was locked.`)
  }
  await keepShown(connection, sender, shown)
  if (newMarks.length === 0) return
  await connection.rows(sender, SET_MARKS, [
    newMarks.map(({ variable }) => storedName(variable)),
    newMarks.map(({ name }) => storedName(name)),
    newMarks.map(({ index }) => index),
    newMarks.map(({ hash }) => hash),
  ])
}
