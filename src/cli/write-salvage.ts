import { copyFileSync, rmSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { withInfo } from '../recorder/info.ts'
import { ScriptStore } from '../store/script/script-store.ts'
import { sqlite } from '../store/sqlite/sqlite.ts'
import type { SyncStore } from '../store/store.ts'
import { openSync, type SyncRepository } from '../variable/repository.ts'
import type { Newest, Salvage } from './salvage.ts'
import { writeHistory } from './write-history.ts'

/** Writes what can be kept into a SQLite file that was not there; what is written by half does not stay. */
export function writeSalvage(file: string, rows: readonly Salvage[]): void {
  orNothing(file, () => writeAll(sqlite(file), rows))
}

/** Writes a script that was not there: a program with what can be kept; its mode is that of `like`. */
export function writeScriptSalvage(
  file: string,
  program: Uint8Array,
  like: string,
  rows: readonly Salvage[],
): void {
  orNothing(file, () => {
    copyFileSync(like, file)
    writeFileSync(file, program)
    writeAll(new ScriptStore(resolve(file), {}), rows)
  })
}

function orNothing(file: string, write: () => void): void {
  try {
    write()
  } catch (error) {
    for (const beside of ['', '-wal', '-shm']) rmSync(file + beside, { force: true })
    throw error
  }
}

function writeAll(store: SyncStore, rows: readonly Salvage[]): void {
  try {
    const repository = openSync(store, { durable: 'each' })
    for (const row of rows) {
      if (row.kept) writeHistory(store, row.kept)
      if (row.newest) addNewest(repository, row, row.newest)
    }
    repository.close()
  } catch (error) {
    store.closeSync()
    throw error
  }
}

/** Records the last value behind what is kept; it begins the variable where that is nothing. */
function addNewest(
  repository: SyncRepository,
  { variable: name, kept }: Salvage,
  { index, value, isProven }: Newest,
): void {
  const comment = `value of @${index}${isProven ? '' : ', as it can be read'}`
  const info = { creator: 'varve repair', comment }
  const variable = withInfo(info, () => repository.watch<unknown>(name, value))
  if (kept) variable.set(value, { ...info, label: 'repaired' })
}
