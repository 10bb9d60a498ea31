import { isVarveError } from '../errors.ts'
import { lineIndex } from '../history/line.ts'
import { isForgetful } from '../store/capabilities.ts'
import { openBuiltIn } from '../store/sqlite/built-in.ts'
import type { SqliteDatabase } from '../store/sqlite/database.ts'
import { linesOfRow } from '../store/sealing/kept-lines.ts'
import type { Gap, Keyframe, Mark, NamedHead, SyncStore } from '../store/store.ts'

/** What can be read of a variable in a damaged file. */
export interface Damaged {
  readonly head: NamedHead
  /** In the order of their indexes, each once, perhaps not all. */
  readonly lines: readonly string[]
  readonly gaps: readonly Gap[]
  readonly keyframe: Keyframe | undefined
  readonly marks: readonly Mark[]
}

/** Reads what can be read of a variable, each part by itself. */
export function readDamaged(store: SyncStore, file: string, head: NamedHead): Damaged {
  const { variable, branch } = head
  const lines = orElse<readonly string[] | undefined>(undefined, () =>
    store.readSync(variable, branch, 0, head.index),
  )
  return {
    head,
    lines: lines ?? looseLines(file, head),
    gaps: orElse([], () => (isForgetful(store) ? store.gapsSync(variable, branch) : [])),
    keyframe: orElse(undefined, () => store.keyframeSync(variable, branch)),
    marks: orElse([], () => store.marksSync(variable)),
  }
}

/** A page that cannot be read ends a walk: so it is walked from both ends. */
const walks = ['runs', 'segments'].flatMap(table =>
  ['ASC', 'DESC'].map(
    order =>
      `SELECT r.first, r.last, ${table === 'runs' ? "'lines' AS kind" : 'r.kind'}, r.body FROM ${table} r, heads h, variables v WHERE v.name = ? AND h.variable = v.id` +
      ` AND h.branch = ? AND +r.variable = v.id AND +r.lane = h.lane ORDER BY r.rowid ${order}`,
  ),
)

interface Row {
  readonly first: number
  readonly last: number
  readonly kind: string
  readonly body: unknown
}

/** Finds the lines of a variable in its tables, where nothing leads from one to the next any more. */
function looseLines(file: string, { variable, branch }: NamedHead): string[] {
  const found = new Map<number, string>()
  const database = openBuiltIn(file, true)
  try {
    for (const walk of walks) for (const row of rowsOf(database, walk, variable, branch)) take(found, row)
  } finally {
    database.close()
  }
  return [...found].sort(([a], [b]) => a - b).map(([, line]) => line)
}

function* rowsOf(database: SqliteDatabase, sql: string, ...place: string[]): Generator<Row> {
  try {
    const ordered = sql.includes('segments') ? sql.replace('r.rowid', 'r.first') : sql
    const statement = database.prepare(ordered) as unknown as { iterate(...place: string[]): Iterable<Row> }
    yield* statement.iterate(...place)
  } catch {
    // What came before it is what there is from this end.
  }
}

function take(found: Map<number, string>, row: Row): void {
  for (const line of linesOfRow(row) ?? []) {
    const index = lineIndex(line)
    if (index >= 0 && !found.has(index)) found.set(index, line)
  }
}

function orElse<T>(otherwise: T, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (isVarveError(error, 'CORRUPT')) return otherwise
    throw error
  }
}
