import { existsSync, linkSync, renameSync, rmSync } from 'node:fs'
import { fileFailure } from '../store/rewriting/file-failure.ts'
import { syncFolder } from '../store/rewriting/sync-folder.ts'

/** What is beside a database of SQLite, or a script, and holds some of it. */
const kept = ['-wal', '.varve-journal'] as const
const besides = [...kept, '-shm'] as const

/** Names the file under which a damaged one stays: the first that is free. */
export function damagedName(file: string): string {
  for (let n = 1; ; n++) {
    const name = `${file}.damaged-${n}`
    if (!['', ...kept].some(beside => existsSync(name + beside))) return name
  }
}

/** Puts a repaired file in the place of a damaged one, which stays under another name with its log. */
export function replaceDamaged(file: string, repaired: string, damaged: string): void {
  try {
    linkSync(file, damaged)
    for (const beside of kept) if (existsSync(file + beside)) linkSync(file + beside, damaged + beside)
    // The log of the old file would be taken for one of the new.
    for (const beside of besides) rmSync(file + beside, { force: true })
    renameSync(repaired, file)
    syncFolder(file)
  } catch (error) {
    throw fileFailure(error, file)
  }
}
