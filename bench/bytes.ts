import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { openSync } from 'varve'
import { sqlite } from 'varve/sqlite'

const revisions = 20_000

/** What a revision weighs in a SQLite file, beside a bare row of 40 characters and four numbers. */
export async function main(): Promise<void> {
  const folder = mkdtempSync(join(import.meta.dirname, '../node_modules/.varve-bench-'))
  const file = (name: string) => join(folder, `${name}.db`)
  try {
    report('a bare row', bare(file('bare')), '')
    report('one set per flush', kept(file('plain'), 1, {}), ' (must: 100)')
    report('the same with label and creator', kept(file('told'), 1, why), '')
    report('ticks of 100, with label and creator', kept(file('ticks'), 100, why), '')
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

function report(what: string, file: string, bound: string): void {
  console.log(`${what}: ${(statSync(file).size / revisions).toFixed(1)} bytes per revision${bound}`)
}
