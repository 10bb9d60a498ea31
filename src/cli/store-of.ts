import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs'
import { extname, resolve } from 'node:path'
import { isScriptName } from '../store/script/open-script.ts'
import { readBlock } from '../store/script/read-block.ts'
import { ScriptStore } from '../store/script/script-store.ts'
import { sqlite } from '../store/sqlite/sqlite.ts'
import type { SyncStore } from '../store/store.ts'
import { BlockingStore } from './blocking-store.ts'

/** How a file is opened. */
export interface StoreOptions {
  /** Whether nothing will be written; a script is never written by reading. */
  readonly readOnly?: boolean
}

/** A script longer than this (in bytes) is known by its name only. */
const longest = 16_777_216

/** Tells whether what is named is a database rather than a file. */
export function isDatabase(file: string): boolean {
  return /^postgres(ql)?:\/\//.test(file)
}

/**
 * The store in a file: of a script where that is its name, or a block is in it, and otherwise of SQLite; or the one in the
 * database of a URL.
 */
export function storeOf(file: string, { readOnly = false }: StoreOptions = {}): SyncStore {
  if (isDatabase(file)) return new BlockingStore(file)
  return isScript(file) ? new ScriptStore(resolve(file), {}) : sqlite(file, { readOnly })
}

/** Tells whether a file is a script: by its name, which wants an extension, or by what is in it. */
export function isScript(file: string): boolean {
  if (isDatabase(file)) return false
  if (extname(file) !== '') return isScriptName(file) || holdsBlock(file)
  return firstBytes(file) === '#!' || holdsBlock(file)
}

function holdsBlock(file: string): boolean {
  const stats = statSync(file, { throwIfNoEntry: false })
  if (!stats?.isFile() || stats.size > longest || firstBytes(file) === 'SQ') return false
  const read = readBlock(readFileSync(file))
  return 'problem' in read || read.held.variables.size > 0
}

function firstBytes(file: string): string {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return ''
  const fd = openSync(file, 'r')
  try {
    const bytes = Buffer.alloc(2)
    return bytes.toString('latin1', 0, readSync(fd, bytes))
  } finally {
    closeSync(fd)
  }
}
