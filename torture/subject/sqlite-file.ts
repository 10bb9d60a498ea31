import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { sqlite } from 'varve/sqlite'
import { readColumns } from '../../test/docs/columns-reader.ts'
import { plantedDatabase, sqlitePlants } from './planted-database.ts'
import type { Lying, Subject } from './subject.ts'

const fileIn = (place: string) => join(place, 'store.db')

/** The store in one SQLite file. */
export const sqliteFile: Subject = {
  name: 'sqlite',
  isFiles: true,
  plants: sqlitePlants,
  store(place, plant) {
    const file = fileIn(place)
    return sqlite(plant && sqlitePlants.includes(plant) ? plantedDatabase(file, plant) : file)
  },
  files: place => ['', '-wal', '-shm', '-journal'].map(ending => fileIn(place) + ending),
  lying,
}

function lying(place: string, names: readonly string[]): ReadonlyMap<string, Lying> {
  const database = new DatabaseSync(fileIn(place))
  try {
    const prev = database.prepare('SELECT prev, body FROM runs WHERE pos = ?')
    const older = database.prepare(
      "SELECT first, last, body FROM segments WHERE variable = ? AND lane = ? AND kind = 'columns' ORDER BY first",
    )
    const heads = database.prepare(
      "SELECT variable, lane, name, idx, hash, pos FROM heads JOIN variables ON id = variable WHERE branch = 'main'",
    )
    return new Map(
      heads
        .all()
        .filter(({ name }) => names.includes(String(name)))
        .map(({ variable, lane, name, idx, hash, pos }) => {
          const bodies: string[][] = []
          for (let at = pos as number | null; at !== null;) {
            const run = prev.get(at) as { prev: number | null; body: string } | undefined
            if (!run) throw new Error(`${String(name)}: there is no run ${at}`)
            // Damage can lead round in a circle.
            if (run.prev !== null && run.prev >= at)
              throw new Error(`${String(name)}: run ${at} comes after ${run.prev}`)
            bodies.push(run.body.slice(1, -1).split(',\n'))
            at = run.prev
          }
          const head = { index: Number(idx), hash: String(hash) }
          // Those that are read here are never pruned: what is not in runs was sealed.
          const sealed = older
            .all(variable!, lane!)
            .flatMap(row => readColumns(row['body'] as Uint8Array, Number(row['first']), Number(row['last'])))
          return [String(name), { texts: [...sealed, ...bodies.toReversed().flat()], head }] as const
        }),
    )
  } finally {
    database.close()
  }
}
