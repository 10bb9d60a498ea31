import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs'
import { checkFormat, notOurs } from './recognise.ts'

const MAGIC = 'SQLite format 3\0'
const VERSION_AT = 60
const APPLICATION_AT = 68
const LENGTH = 100

/**
 * Tells from a file's first bytes whether it is ours, before SQLite opens it, so that a foreign file is never touched.
 * False where there is nothing yet; a foreign file fails with `NOT_OURS`, a newer format with `TOO_NEW`.
 */
export function isOurFile(file: string): boolean {
  const stats = statSync(file, { throwIfNoEntry: false })
  if (!stats) return false
  if (!stats.isFile()) throw notOurs(file, 'it is no file')
  if (stats.size === 0) return false
  const header = readHeader(file)
  if (header.every(byte => byte === 0) && existsSync(`${file}-journal`)) return false
  if (header.length < LENGTH || header.toString('latin1', 0, MAGIC.length) !== MAGIC) {
    throw notOurs(file, 'it is no SQLite file')
  }
  checkFormat(file, header.readInt32BE(APPLICATION_AT), header.readInt32BE(VERSION_AT))
  return true
}

function readHeader(file: string): Buffer {
  const opened = openSync(file, 'r')
  try {
    const header = Buffer.alloc(LENGTH)
    return header.subarray(0, readSync(opened, header, 0, LENGTH, 0))
  } finally {
    closeSync(opened)
  }
}
