import type { Shown } from '../../store.ts'
import type { Connection } from '../connection.ts'
import type { Sender } from '../pool.ts'
import { storedName } from '../stored-name.ts'

const MEMBER_COLUMNS =
  's(unit int, name text, collection text, key text, idx bigint, hash text, version bigint, is_current boolean, value text)'
const REVISION_COLUMNS =
  'r(unit int, name text, idx bigint, version bigint, kind text, state text, "start" bigint, "end" bigint, label text, comment text, creator text)'
const SHOW = `INSERT INTO @members(variable, collection, key, idx, hash, version, is_current, value)
  SELECT variable, collection, key, idx, hash, version, is_current, value::jsonb FROM shown ORDER BY variable
  ON CONFLICT (variable) DO UPDATE SET collection = excluded.collection, key = excluded.key, idx = excluded.idx,
    hash = excluded.hash, version = excluded.version, is_current = excluded.is_current, value = excluded.value`
const TELL = `INSERT INTO @revisions(variable, idx, version, kind, state, "start", "end", label, comment, creator)
  SELECT s.variable, r.idx, r.version, r.kind, r.state, r."start", r."end", r.label, r.comment, r.creator
  FROM told r JOIN shown s ON s.unit = r.unit AND s.name = r.name ORDER BY s.variable, r.idx
  ON CONFLICT (variable, idx) DO UPDATE SET state = excluded.state, "end" = excluded."end"`
const TOLD = `told AS (SELECT * FROM json_to_recordset(@REVISIONS::json) AS ${REVISION_COLUMNS})`

/**
 * What an append shows, as parts of its statement: of the units that won, in the same act. `first` is the number of its first value;
 * `begins` says that variables may be made by it.
 */
export function shownParts(first: number, begins: boolean): string[] {
  const made = begins ? ', (SELECT m.id FROM made m WHERE m.name = s.name)' : ''
  const variable = `coalesce((SELECT max(w.variable) FROM want w WHERE w.name = s.name)${made})`
  return [
    `shown AS MATERIALIZED (SELECT s.*, ${variable} AS variable FROM json_to_recordset($${first}::json) AS ${MEMBER_COLUMNS}
  WHERE s.unit = ANY(ARRAY(SELECT unit FROM won)))`,
    TOLD.replace('@REVISIONS', `$${first + 1}`),
    `showed AS (${SHOW})`,
    `retold AS (${TELL})`,
  ]
}

const ALONE = `WITH shown AS MATERIALIZED (
  SELECT s.*, (SELECT v.id FROM @variables v WHERE v.name = s.name) AS variable FROM json_to_recordset($1::json) AS ${MEMBER_COLUMNS}
), ${TOLD.replace('@REVISIONS', '$2')}, showed AS (${SHOW})
${TELL}`
const OTHERS =
  'SELECT m.variable FROM @members m JOIN @variables v ON v.id = m.variable,' +
  ' unnest($1::text[], $2::text[], $3::text[]) s(name, collection, key)' +
  ' WHERE m.collection = s.collection AND m.key = s.key AND v.name <> s.name FOR UPDATE OF m'
const HIDE = [
  'DELETE FROM @revisions WHERE variable = ANY($1::bigint[])',
  'DELETE FROM @members WHERE variable = ANY($1::bigint[])',
]

/** Keeps what units show in the transaction that keeps them, where another variable may be shown under the key. */
export async function keepShown(
  connection: Connection,
  sender: Sender,
  shown: readonly Shown[],
): Promise<void> {
  if (shown.length === 0) return
  const places = [
    shown.map(({ variable }) => storedName(variable)),
    shown.map(({ collection }) => collection),
    shown.map(({ key }) => key),
  ]
  const others = await connection.rows<{ variable: string }>(sender, OTHERS, places)
  if (others.length > 0)
    await hide(
      connection,
      sender,
      others.map(({ variable }) => variable),
    )
  await connection.rows(sender, ALONE, shownValues(shown.map(each => ({ unit: 0, shown: each }))))
}

/** Takes away all that is shown of variables. */
export async function hide(
  connection: Connection,
  sender: Sender,
  variables: readonly string[],
): Promise<void> {
  for (const statement of HIDE) await connection.rows(sender, statement, [variables])
}

/** Something shown, with the group of its unit. */
export interface ShownInUnit {
  readonly unit: number
  readonly shown: Shown
}

/** The values that go with the parts. Of what is shown twice of a variable the later counts. */
export function shownValues(all: readonly ShownInUnit[]): unknown[] {
  const members = new Map<string, object>()
  const revisions = new Map<string, Map<number, object>>()
  for (const { unit, shown } of all) {
    const { variable, head, collection, key, version, isCurrent, value } = shown
    const name = storedName(variable)
    const row = {
      unit,
      name,
      collection,
      key,
      idx: head.index,
      hash: head.hash,
      version,
      is_current: isCurrent,
      value,
    }
    members.set(name, row)
    const told = revisions.get(name) ?? new Map<number, object>()
    revisions.set(name, told)
    for (const { index, ...revision } of shown.revisions)
      told.set(index, { unit, name, idx: index, ...revision })
  }
  return [
    JSON.stringify([...members.values()]),
    JSON.stringify([...revisions.values()].flatMap(told => [...told.values()])),
  ]
}
