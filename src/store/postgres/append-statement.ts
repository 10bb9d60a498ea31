import { sha256 } from '#platform'
import type { Head } from '../store.ts'
import { shownParts, type ShownInUnit, shownValues } from './querying/shown.ts'
import { storedName } from './stored-name.ts'

/** What one branch is asked for: that a head stands and, where `body` is there, that lines follow it. */
export interface Wanted {
  /** Those of one group are kept together or not at all. */
  readonly group: number
  readonly variable: string
  readonly branch: string
  readonly expected: Head | null
  readonly head: Head
  /** The lines as one run; undefined where the head is only read. */
  readonly body: string | undefined
  readonly keyframe: (Head & { readonly value: string }) | undefined
}

/** A head that did not stand: the row of what was wanted, and what was found there. */
export interface Refused {
  /** Counted from 1. */
  readonly place: string
  readonly idx: string | null
  readonly stands: string | null
}

/** Whoever has set it otherwise for the sake of speed, an append is on the disk when it is acknowledged. */
export const DURABLE: string = `
durable AS MATERIALIZED (
  SELECT CASE current_setting('synchronous_commit', true) WHEN 'off' THEN set_config('synchronous_commit', 'on', true) END
)`

/**
 * One statement keeps all. The heads that are asked for are locked in one order, and what is decided rests on them alone, as they
 * are then; so it is right at READ COMMITTED, and two appends never wait for each other. Where a branch begins, no row is there
 * to be locked: whoever is second fails with a unique violation, nothing of his is kept, and he asks again.
 *
 * Names and heads are looked up one by one, by their indexes, whatever the planner knows of the tables: the plan of a statement
 * that has a name is kept, and one that was made for few variables would read them all (40 variables: 6 ms instead of 0.3).
 */
const WANT = `
want AS MATERIALIZED (
  SELECT w.*, (SELECT v.id FROM @variables v WHERE v.name = w.name) AS variable FROM durable,
    unnest($1::int[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::bigint[], $7::text[], $8::text[],
      $9::bigint[], $10::text[], $11::text[], $12::text[])
    WITH ORDINALITY AS w(unit, name, branch, at, before, last, hash, body, key_at, key_hash, key_value, key_digest, place)
), locked AS MATERIALIZED (
  SELECT w.*, h.lane, h.idx, h.stands FROM (SELECT * FROM want ORDER BY variable, branch COLLATE "C") w, LATERAL (
    SELECT h.lane, h.idx, h.hash AS stands FROM @heads h WHERE h.variable = w.variable AND h.branch = w.branch FOR UPDATE
  ) h
), won AS MATERIALIZED (
  SELECT w.unit FROM want w LEFT JOIN locked l ON l.place = w.place
  GROUP BY w.unit HAVING bool_and(l.idx IS NOT DISTINCT FROM w.at AND l.stands IS NOT DISTINCT FROM w.before)
), moved AS (
  UPDATE @heads h SET idx = l.last, hash = l.hash FROM locked l
  WHERE l.body IS NOT NULL AND l.unit = ANY(ARRAY(SELECT unit FROM won))
    AND h.variable = l.variable AND h.branch = l.branch
  RETURNING h.variable, h.lane, l.at, l.last, l.body, l.key_at, l.key_hash, l.key_value, l.key_digest
)`
const BEGIN = `
first AS MATERIALIZED (
  SELECT * FROM want WHERE before IS NULL AND body IS NOT NULL AND unit = ANY(ARRAY(SELECT unit FROM won))
), made AS (
  INSERT INTO @variables(name) SELECT DISTINCT name FROM first WHERE variable IS NULL ORDER BY name RETURNING id, name
), begun AS MATERIALIZED (
  SELECT b.variable, b.branch, b.at, b.last, b.hash, b.body, b.key_at, b.key_hash, b.key_value, b.key_digest,
    (coalesce((SELECT max(l.lane) + 1 FROM @lanes l WHERE l.variable = b.variable), 0)
      + row_number() OVER (PARTITION BY b.variable ORDER BY b.branch) - 1)::int AS lane
  FROM (SELECT coalesce(f.variable, m.id) AS variable, f.branch, f.at, f.last, f.hash, f.body, f.key_at, f.key_hash, f.key_value,
      f.key_digest FROM first f LEFT JOIN made m ON m.name = f.name) b
), laned AS (
  INSERT INTO @lanes(variable, lane) SELECT variable, lane FROM begun
), headed AS (
  INSERT INTO @heads(variable, branch, lane, idx, hash) SELECT variable, branch, lane, last, hash FROM begun
  ORDER BY variable, branch
)`
const COLUMNS = 'variable, lane, at, last, body, key_at, key_hash, key_value, key_digest'
/** The branches that won, with `variable` and `lane`: what else is to be written with them goes by it. */
const KEPT_MOVED = `kept AS (SELECT ${COLUMNS} FROM moved)`
const KEPT_BOTH = `kept AS (SELECT ${COLUMNS} FROM moved UNION ALL SELECT ${COLUMNS} FROM begun)`
const RUNS = `
runs AS (
  INSERT INTO @runs(variable, lane, first, last, body) SELECT variable, lane, coalesce(at, -1) + 1, last, body FROM kept
)`
const KEYFRAMES = `
keyframes AS (
  INSERT INTO @keyframes(variable, lane, idx, hash, value, digest)
  SELECT variable, lane, key_at, key_hash, key_value, key_digest FROM kept WHERE key_value IS NOT NULL
  ON CONFLICT (variable, lane) DO UPDATE
  SET idx = excluded.idx, hash = excluded.hash, value = excluded.value, digest = excluded.digest
)`
const ANSWER = `
SELECT w.place, l.idx, l.stands FROM want w LEFT JOIN locked l ON l.place = w.place
WHERE NOT w.unit = ANY(ARRAY(SELECT unit FROM won)) ORDER BY w.place`

/** The statement that keeps what is wanted, without the parts that nothing in it needs: planning them takes its time. */
export function appendStatement(wanted: readonly Wanted[], isShowing = false): string {
  const begins = wanted.some(({ expected, body }) => expected === null && body !== undefined)
  const pins = wanted.some(({ keyframe }) => keyframe !== undefined)
  const parts = [
    DURABLE,
    WANT,
    ...(begins ? [BEGIN, KEPT_BOTH] : [KEPT_MOVED]),
    RUNS,
    ...(pins ? [KEYFRAMES] : []),
    ...(isShowing ? shownParts(13, begins) : []),
  ]
  return `WITH ${parts.join(', ')}${ANSWER}`
}

/** The values that go with the statement: a list for each column. */
export function appendValues(wanted: readonly Wanted[], shown: readonly ShownInUnit[] = []): unknown[] {
  return [
    wanted.map(({ group }) => group),
    wanted.map(({ variable }) => storedName(variable)),
    wanted.map(({ branch }) => storedName(branch)),
    wanted.map(({ expected }) => expected?.index ?? null),
    wanted.map(({ expected }) => expected?.hash ?? null),
    wanted.map(({ head }) => head.index),
    wanted.map(({ head }) => head.hash),
    wanted.map(({ body }) => body ?? null),
    wanted.map(({ keyframe }) => keyframe?.index ?? null),
    wanted.map(({ keyframe }) => keyframe?.hash ?? null),
    wanted.map(({ keyframe }) => keyframe?.value ?? null),
    wanted.map(({ keyframe }) => (keyframe ? keyframeDigest(keyframe.hash, keyframe.value) : null)),
    ...(shown.length > 0 ? shownValues(shown) : []),
  ]
}

/** What a keyframe says of itself, so that damage shows. */
export function keyframeDigest(hash: string, value: string): string {
  return sha256(`varve/1 keyframe\n${hash}\n${value}`)
}
