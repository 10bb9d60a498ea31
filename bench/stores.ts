/** What does durability cost? Stores against the least that keeps the same lines, interleaved in one run. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { PostgresServer } from '../tools/postgres/server.ts'
import { bareSqlite } from './stores/bare-sqlite.ts'
import type { Case } from './stores/case.ts'
import { postgresCases } from './stores/postgres.ts'
import { rawFile } from './stores/raw-file.ts'
import { rawRewrite } from './stores/raw-rewrite.ts'
import { report } from './stores/report.ts'
import { repositorySets } from './stores/repository-sets.ts'
import { rounds } from './stores/rounds.ts'
import { scriptSets } from './stores/script-sets.ts'
import { storeAppend } from './stores/store-append.ts'

const cases: readonly Case[] = [
  ...rawFile,
  ...bareSqlite,
  ...storeAppend,
  ...repositorySets,
  ...rawRewrite,
  ...scriptSets,
]

/**
 * `npm run bench -- stores [--dir FOLDER] [--rounds 7] [--only TEXT]`; the folder has to be on a real disk. PostgreSQL is a server of
 * its own, in memory where there is enough of it, or the one that `DATABASE_URL` names.
 */
export async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      dir: { type: 'string', default: join(import.meta.dirname, '../node_modules/.cache') },
      rounds: { type: 'string', default: '7' },
      only: { type: 'string', default: '' },
    },
  })
  mkdirSync(values.dir, { recursive: true })
  const folder = mkdtempSync(join(values.dir, 'varve-bench-'))
  const given = process.env['DATABASE_URL']
  const server = given ? undefined : await PostgresServer.make()
  try {
    await server?.start()
    const url = given ?? server?.url
    if (!url)
      console.log('PostgreSQL is left out: npm has none for this machine, and DATABASE_URL names none')
    const all = [...cases, ...(url ? postgresCases(url) : [])]
    const asked = all.filter(({ name, reference }) => reference && name.includes(values.only))
    const chosen = all.filter(
      one => asked.includes(one) || asked.some(({ reference }) => reference === one.name),
    )
    report(await rounds(chosen, Number(values.rounds), folder))
  } finally {
    await server?.stop()
    rmSync(folder, { recursive: true })
  }
}
