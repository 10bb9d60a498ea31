import { HeldLines } from '../held-lines.ts'
import type { Program } from './compose.ts'
import { findBlock, type Misfit } from './find-block.ts'
import { BadBlock } from './bad-block.ts'
import { parseBlock } from './parse-block.ts'

/** A script, taken apart. */
export interface ReadScript {
  readonly program: Program
  readonly held: HeldLines
}

/** Reads the bytes of a script; a block that is not as it was written is never guessed at. */
export function readBlock(bytes: Buffer): ReadScript | Misfit {
  const found = findBlock(bytes)
  if (!found) return { program: { before: bytes, after: Buffer.alloc(0) }, held: new HeldLines() }
  if ('problem' in found) return found
  try {
    return { program: found, held: parseBlock(found.lines) }
  } catch (error) {
    if (!(error instanceof BadBlock)) throw error
    return { problem: error.message, offset: found.before.length }
  }
}
