import { closeSync, openSync, readSync } from 'node:fs'
import { VarveError } from '../errors.ts'
import { parsePortable } from '../history/parse-portable.ts'
import type { PortableHistory } from '../history/portable-reader.ts'
import type { PortableHeader } from '../history/portable.ts'
import { verify } from '../history/verify.ts'
import { fileLines } from './file-lines.ts'

/** What every portable text begins with. */
const signature = '{"varve":'
const advice = '; restore it from a copy'
/** The version of portable texts that is read and written here. */
const known = 1
/** A name has 200 characters at most, so no header is longer. */
const longestHeader = 4_096
const pieceBytes = 65_536

/** Reads the histories of a portable text from a file, one after the other, with all that is in them checked. */
export async function* readPortableFile(file: string): AsyncGenerator<PortableHistory, undefined> {
  checkSignature(file, firstBytes(file))
  yield* checkedHistories(fileLines(file), file)
}

/** As `readPortableFile`, of lines from anywhere; `from` says where they come from. */
export async function* checkedHistories(
  lines: AsyncIterable<string>,
  from: string,
): AsyncGenerator<PortableHistory, undefined> {
  try {
    for await (const history of parsePortable(lines)) {
      const { name: variable, head, lines: own, gaps, marks } = history
      const [problem] = verify({ variable, head, lines: own, gaps: gaps.all, marks })
      if (problem) throw new VarveError('CORRUPT', problem.message, { file: null, offset: null })
      yield history
    }
  } catch (error) {
    throw located(error, from)
  }
}

/** Reads the header of the first history in a file; undefined where there is none. `NOT_OURS` for any other file. */
export function headerOf(file: string): PortableHeader | undefined {
  const text = firstBytes(file)
  if (text === '') return undefined
  checkSignature(file, text)
  try {
    return JSON.parse(text.slice(0, (text + '\n').indexOf('\n'))) as PortableHeader
  } catch {
    // Cut off in its first line: nothing is lost with it.
    return undefined
  }
}

/** Tells whether a second header stands in a file; no line of a history begins as a header does. */
export function holdsSeveral(file: string): boolean {
  const second = Buffer.from(`\n${signature}`)
  const fd = openSync(file, 'r')
  try {
    const bytes = Buffer.alloc(pieceBytes)
    for (let at = 0; ;) {
      const length = readSync(fd, bytes, 0, pieceBytes, at)
      if (bytes.subarray(0, length).includes(second)) return true
      if (length <= second.length) return false
      // One that lies across two pieces is in the next one whole.
      at += length - second.length
    }
  } finally {
    closeSync(fd)
  }
}

function firstBytes(file: string): string {
  const fd = openSync(file, 'r')
  try {
    const bytes = Buffer.alloc(longestHeader)
    return bytes
      .subarray(0, readSync(fd, bytes, 0, longestHeader, 0))
      .toString()
      .replace(/^\uFEFF/, '')
  } finally {
    closeSync(fd)
  }
}

function checkSignature(file: string, text: string): void {
  if (!text.startsWith(signature)) {
    const message = `${file} was not saved or exported by varve. It was left as it is; choose another path.`
    throw new VarveError('NOT_OURS', message, { file })
  }
  const version = Number.parseInt(text.slice(signature.length), 10)
  if (!(version > known)) return
  const message = `${file} is of version ${version}; this version knows versions up to ${known}. Update varve to read it.`
  throw new VarveError('TOO_NEW', message, { found: version, known })
}

function located(error: unknown, from: string): unknown {
  if (!(error instanceof VarveError) || error.code !== 'CORRUPT') return error
  const message = error.message.startsWith(from)
    ? error.message
    : `${from}: ${error.message.replace(advice, '')}${advice}`
  return new VarveError('CORRUPT', message, { file: from, offset: null }, { cause: error })
}
