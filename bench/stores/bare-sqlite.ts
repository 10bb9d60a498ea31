import { join } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { Case, Opened } from './case.ts'
import { lines } from './lines.ts'

const BATCH = 100

/** SQLite without any history: one table of lines, prepared statements, as durable as the store. */
export const bareSqlite: readonly Case[] = [
  {
    name: 'bare inserts, one by one',
    reference: 'raw write + fdatasync',
    unit: 'lines',
    unitsPerStep: 1,
    steps: 800,
    warmUp: 1_200,
    open(folder, steps) {
      const texts = lines(steps)
      return table(folder, insert => i => void insert.run(texts[i]!))
    },
  },
  {
    name: 'bare inserts of 100',
    unit: 'lines',
    unitsPerStep: BATCH,
    steps: 150,
    warmUp: 50,
    open(folder, steps) {
      const texts = lines(steps * BATCH)
      return table(folder, (insert, database) => {
        const [begin, commit] = [database.prepare('BEGIN IMMEDIATE'), database.prepare('COMMIT')]
        return i => {
          begin.run()
          for (let line = i * BATCH; line < (i + 1) * BATCH; line++) insert.run(texts[line]!)
          commit.run()
        }
      })
    },
  },
]

function table(
  folder: string,
  steps: (insert: StatementSync, database: DatabaseSync) => Opened['step'],
): Opened {
  const database = new DatabaseSync(join(folder, 'bare.db'))
  database.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL')
  database.exec('CREATE TABLE lines(id INTEGER PRIMARY KEY, line TEXT NOT NULL) STRICT')
  const insert = database.prepare('INSERT INTO lines(line) VALUES(?)')
  return { step: steps(insert, database), close: () => database.close() }
}
