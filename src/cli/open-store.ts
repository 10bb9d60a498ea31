import { readdirSync, statSync, type Stats } from 'node:fs'
import { dirname, extname, join, parse } from 'node:path'
import { nearest } from '../nearest.ts'
import { isScriptName } from '../store/script/open-script.ts'
import type { SyncStore } from '../store/store.ts'
import { CommandFailure } from './exit-codes.ts'
import { isDatabase, storeOf } from './store-of.ts'

/** Opens a path for reading; where there is nothing, nothing is made. */
export function openStore(file: string): SyncStore {
  mustBeThere(file)
  return storeOf(file, { readOnly: true })
}

/** Refuses a path under which nothing is kept, and names the nearest. */
export function mustBeThere(file: string): void {
  // Whether a database is there shows when it is asked.
  if (isDatabase(file)) return
  const stats = look(file)
  if (!stats) throw new CommandFailure('notFound', `there is no file '${file}'; ${hintFor(file)}`)
  if (stats.isFile() && stats.size === 0) {
    throw new CommandFailure('notFound', `'${file}' is empty: nothing was ever kept in it`)
  }
}

/** Runs `use` with the store of a file, and closes it afterwards. */
export async function withStore<T>(file: string, use: (store: SyncStore) => T | Promise<T>): Promise<T> {
  const store = openStore(file)
  try {
    return await use(store)
  } finally {
    store.closeSync()
  }
}

function look(file: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false })
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'ENOTDIR') return undefined
    throw new CommandFailure('notFound', `'${file}' cannot be reached: ${(cause as Error).message}`, {
      cause,
    })
  }
}

/** The extension says little: only the rest of a name is compared. */
function hintFor(file: string): string {
  const stems = new Map(filesBeside(file).map(name => [parse(name).name, name]))
  const near = nearest(parse(file).name, stems.keys())
  if (near !== null) return `did you mean '${join(dirname(file), stems.get(near)!)}'?`
  if (extname(file) !== '' && isScriptName(file)) return 'values can be kept in a script that is there'
  return 'a program makes it when it first records something'
}

function filesBeside(file: string): string[] {
  try {
    const entries = readdirSync(dirname(file), { withFileTypes: true })
    return entries
      .filter(entry => entry.isFile() && !/-(wal|shm|journal)$/.test(entry.name))
      .map(entry => entry.name)
  } catch {
    return []
  }
}
