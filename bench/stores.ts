/** What does durability cost? Stores against the least that keeps the same lines, interleaved in one run. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { bareSqlite } from './stores/bare-sqlite.ts'
import type { Case } from './stores/case.ts'
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

/** `npm run bench -- stores [--dir FOLDER] [--rounds 7] [--only TEXT]`; the folder has to be on a real disk. */
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
  try {
    const chosen = cases.filter(({ name, reference }) => !reference || name.includes(values.only))
    report(await rounds(chosen, Number(values.rounds), folder))
  } finally {
    rmSync(folder, { recursive: true })
  }
}
