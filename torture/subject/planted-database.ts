import { DatabaseSync } from 'node:sqlite'
import type { SqliteDatabase } from 'varve/sqlite'

/** `normal`: commits are not synchronised. `swallow`: a commit that fails is told as done. */
export const sqlitePlants: readonly string[] = ['normal', 'swallow']

/** A database to hand in that has a defect. */
export function plantedDatabase(file: string, plant: string): SqliteDatabase {
  const database = new DatabaseSync(file)
  return plant === 'normal' ? unsynchronised(database) : swallowing(database)
}

function unsynchronised(database: DatabaseSync): SqliteDatabase {
  return {
    exec: sql => database.exec(sql.replace('synchronous=FULL', 'synchronous=NORMAL')),
    prepare: sql => database.prepare(sql === 'PRAGMA synchronous' ? 'SELECT 2 AS synchronous' : sql) as never,
    close: () => database.close(),
  }
}

function swallowing(database: DatabaseSync): SqliteDatabase {
  return {
    exec: sql => database.exec(sql),
    prepare(sql) {
      const statement = database.prepare(sql)
      if (sql !== 'COMMIT') return statement as never
      const run = () => {
        try {
          return statement.run()
        } catch {
          if (database.isTransaction) database.exec('ROLLBACK')
          return { changes: 0, lastInsertRowid: 0 }
        }
      }
      return { run, get: () => undefined, all: () => [] }
    },
    close: () => database.close(),
  }
}
