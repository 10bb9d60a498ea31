import { readFileSync } from 'node:fs'
import { VarveError } from '../errors.ts'
import { rewriteFile } from '../store/rewriting/rewrite-file.ts'
import type { NamedHead } from '../store/store.ts'
import { hasCode } from '../store/rewriting/file-failure.ts'

/** Up to where a file was printed: of which variable (null: of all), where its store goes on, and the last revisions. */
export interface TailCursor {
  readonly of: string | null
  readonly cursor: string
  readonly heads: readonly NamedHead[]
}

/** What the file of a cursor begins with, so that no other is overwritten. */
const title = 'varve tail'

/** Reads a cursor that was kept; undefined where there is none yet. */
export function readCursor(file: string): TailCursor | undefined {
  let text
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
  const kept = parse(text)
  if (kept) return kept
  const message = `${file} is no cursor of varve tail. It was left as it is; choose another file.`
  throw new VarveError('NOT_OURS', message, { file })
}

/** Keeps a cursor in place of the one before. */
export function writeCursor(file: string, { of, cursor, heads }: TailCursor): void {
  rewriteFile(file, [`${JSON.stringify([title, of, cursor, heads])}\n`], there => void readCursor(there))
}

function parse(text: string): TailCursor | undefined {
  try {
    const [first, of, cursor, heads] = JSON.parse(text) as [unknown, string | null, unknown, NamedHead[]]
    const isCursor = first === title && typeof cursor === 'string' && heads.every(isHead)
    return isCursor ? { of, cursor, heads } : undefined
  } catch {
    return undefined
  }
}

function isHead({ variable, branch, index, hash }: NamedHead): boolean {
  return [variable, branch, hash].every(text => typeof text === 'string') && Number.isInteger(index)
}
