import { existsSync, linkSync, renameSync, rmSync } from 'node:fs'
import { fileFailure } from '../store/rewriting/file-failure.ts'
import { syncFolder } from '../store/rewriting/sync-folder.ts'

/** What SQLite has beside a database. */
const besides = ['-wal', '-shm'] as const

/** Names the file under which a damaged one stays: the first that is free. */
export function damagedName(file: string): string {
  for (let n = 1; ; n++) {
    const name = `${file}.damaged-${n}`
    if (!existsSync(name) && !existsSync(`${name}-wal`)) return name
  }
}

/** Puts a repaired file in the place of a damaged one, which stays under another name with its write-ahead log. */
export function replaceDamaged(file: string, repaired: string, damaged: string): void {
  try {
    linkSync(file, damaged)
    if (existsSync(`${file}-wal`)) linkSync(`${file}-wal`, `${damaged}-wal`)
    // The log of the old file would be taken for one of the new.
    for (const beside of besides) rmSync(file + beside, { force: true })
    renameSync(repaired, file)
    syncFolder(file)
  } catch (error) {
    throw fileFailure(error, file)
  }
}
