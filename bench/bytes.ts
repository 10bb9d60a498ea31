import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openSync } from 'varve'
import { sqlite } from 'varve/sqlite'
import { type LongHistory, works } from './history/long-history.ts'
import { madeTrace } from './history/made-trace.ts'
import { readTrace } from './history/read-trace.ts'
import { makeTold } from './savers/saver.ts'
import { made, sealInto } from './savers/varve-saver.ts'

const revisions = 20_000

/**
 * What a revision weighs in a SQLite file, beside a bare row of 40 characters and four numbers; and in a file of which all
 * is sealed, after VACUUM. `--trace FILE` takes recorded keystrokes for W3.
 */
export async function main(): Promise<void> {
  const { values } = parseArgs({ options: { trace: { type: 'string' } } })
  const { trace = process.env['TRACE'] } = values
  const folder = mkdtempSync(join(import.meta.dirname, '../node_modules/.varve-bench-'))
  const file = (name: string) => join(folder, `${name}.db`)
  try {
    report('a bare row', bare(file('bare')), '')
    report('one set per flush', kept(file('plain'), 1, {}), ' (must: 100)')
    report('the same with label and creator', kept(file('told'), 1, why), '')
    report('ticks of 100, with label and creator', kept(file('ticks'), 100, why), '')
    for (const about of works) sealed(file(about.name), about, trace)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const why = { label: 'first goal', creator: 'ann' }

function kept(file: string, perFlush: number, info: Partial<typeof why>): string {
  using repository = openSync(sqlite(file))
  const n = repository.watch('n', 0)
  for (let i = 1; i < revisions; i++) {
    n.set(i, info)
    if (i % perFlush === 0) repository.flush()
  }
  return file
}

function bare(file: string): string {
  const database = new DatabaseSync(file)
  database.exec('CREATE TABLE t(a INTEGER PRIMARY KEY, b, c, d, e); BEGIN')
  const insert = database.prepare('INSERT INTO t(b, c, d, e) VALUES(?, ?, ?, ?)')
  for (let i = 0; i < revisions; i++) insert.run(1_790_000_000_000 + i, i, i, 'x'.repeat(40))
  database.exec('COMMIT')
  database.close()
  return file
}

/** A whole file with one long history, who, why and when told of each change: with schema, indexes and pages. */
function sealed(
  file: string,
  { work, revisions: count, says }: LongHistory,
  trace: string | undefined,
): void {
  const edits = work !== 'text' ? [] : trace ? readTrace(trace, count) : madeTrace(count)
  sealInto(file, made({ work, count, number: step => step + 1, edits, told: makeTold() }))
  const database = new DatabaseSync(file)
  database.exec('VACUUM')
  database.close()
  const whose = work === 'text' && !trace ? `${says} (a made trace)` : says
  report(`sealed, with time, label and creator: ${whose}`, file, ' (must: 8)', count)
}

function report(what: string, file: string, bound: string, count: number = revisions): void {
  console.log(`${what}: ${(statSync(file).size / count).toFixed(1)} bytes per revision${bound}`)
}
