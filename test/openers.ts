/**
 * How the tests open each store. A store that is not here fails `laws.test.ts`; a wrapper that must behave like the
 * store it wraps is here too.
 */
import { createRequire } from 'node:module'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type pg from 'pg'
import { memory } from '../src/store/memory.ts'
import type { Store } from '../src/store/store.ts'
import { script } from '../src/store/script/script.ts'
import { openScript } from '../src/store/script/open-script.ts'
import { postgres } from 'varve/postgres'
import { sqlite, type SqliteDatabase } from 'varve/sqlite'
import { type Bench, counting, faulty } from 'varve/testing'
import { databaseUrl, dropSchemas, freshPool, freshSchema, serverReady } from './postgres/database.ts'

/** One way to open a store; `store` is its file or folder in `src/store/`. */
export interface Opener {
  readonly store: string
  readonly name: string
  bench(): Bench
}

const folder = mkdtempSync(join(tmpdir(), 'varve-test-'))
let files = 0

/** Names a file that is not there yet. */
export function freshFile(): string {
  return join(folder, `${(files += 1)}.varve`)
}

/** Writes a small program that is not there yet. */
export function freshScript(text = "console.log('it runs')\n"): string {
  const file = join(folder, `${(files += 1)}.mjs`)
  writeFileSync(file, text)
  return file
}

/** Removes what the tests have left behind. */
export async function removeFiles(): Promise<void> {
  rmSync(folder, { recursive: true, force: true })
  await dropSchemas()
}

/** A schema for each store, and one pool for all handles on them. */
function onPostgres(options: pg.PoolConfig = {}): Bench {
  const pool = freshPool(options)
  let schema = ''
  return {
    open: async () => {
      await serverReady()
      return postgres({ pool, schema: (schema = freshSchema()) })
    },
    reopen: async () => postgres({ pool, schema }),
  }
}

function onFiles(open: (file: string) => Store, fresh: () => string = freshFile): Bench {
  let file = ''
  return {
    open: async () => open((file = fresh())),
    reopen: async () => open(file),
  }
}

/** Opens with better-sqlite3; undefined where it is not installed or has no build for this machine. */
export function betterSqlite(): ((file: string) => SqliteDatabase) | undefined {
  try {
    const Database = createRequire(import.meta.url)('better-sqlite3') as new (file: string) => SqliteDatabase
    new Database(':memory:').close()
    return file => new Database(file)
  } catch {
    return undefined
  }
}

const better = betterSqlite()
if (!better) console.log('better-sqlite3 is left out: it is not installed, or not built for this machine')

/** Every way to open every store. */
export const openers: readonly Opener[] = [
  { store: 'memory.ts', name: 'memory()', bench: () => ({ open: async () => memory() }) },
  { store: 'memory.ts', name: 'faulty(memory())', bench: () => ({ open: async () => faulty(memory()) }) },
  { store: 'memory.ts', name: 'counting(memory())', bench: () => ({ open: async () => counting(memory()) }) },
  { store: 'sqlite', name: 'sqlite(file)', bench: () => onFiles(file => sqlite(file)) },
  {
    store: 'sqlite',
    name: 'sqlite(node:sqlite)',
    bench: () => onFiles(file => sqlite(new DatabaseSync(file))),
  },
  {
    store: 'script',
    name: 'script(file)',
    bench: () =>
      onFiles(
        file => script(file),
        () => freshScript(),
      ),
  },
  {
    store: 'script',
    name: 'script(file) with a journal',
    bench: () =>
      onFiles(
        file => openScript(file, { journal: true }),
        () => freshScript(),
      ),
  },
  {
    store: 'script',
    name: 'script(file) with a journal that stays',
    bench: () =>
      onFiles(
        file => openScript(file, { journal: true, fold: false }),
        () => freshScript(),
      ),
  },
  ...(databaseUrl
    ? [
        { store: 'postgres', name: 'postgres(pool)', bench: () => onPostgres() },
        { store: 'postgres', name: 'postgres(a pool of one)', bench: () => onPostgres({ max: 1 }) },
        {
          store: 'postgres',
          name: 'postgres(pool), serializable',
          bench: () => onPostgres({ options: '-c default_transaction_isolation=serializable' }),
        },
      ]
    : []),
  ...(better
    ? [
        {
          store: 'sqlite',
          name: 'sqlite(better-sqlite3)',
          bench: () => onFiles(file => sqlite(better(file))),
        },
      ]
    : []),
]
