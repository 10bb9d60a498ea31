/** How long a file has to be left alone that somebody writes where it stands: its text comes in pieces then. */

import { lastLineStart } from './block-lines.ts'

/** In milliseconds. */
const rest = 50
/** And so long where nothing is left of it, or of the values. */
const longRest = 250
/** Nobody is waited for longer than this. */
const patience = 1_000
const cell = new Int32Array(new SharedArrayBuffer(4))

/** What a look at a file gives. */
export interface Look {
  readonly bytes: Buffer
  /** When it was written, in milliseconds. */
  readonly changed: number
}

/**
 * Looks at a file that held `known` until it has been left alone. Many editors save by emptying the file itself and writing it
 * anew: what stands there meanwhile is no text of anybody's. `isSettled` says of which look that cannot be so.
 */
export function atRest(known: Buffer, look: () => Look, isSettled: () => boolean): Buffer {
  for (const until = performance.now() + patience; ;) {
    const { bytes, changed } = look()
    if (isSettled() || bytes.equals(known) || performance.now() > until) return bytes
    const age = Date.now() - changed
    const enough = isLess(bytes, known) ? longRest : rest
    // A clock that was put back says nothing.
    if (Math.abs(age) >= enough) return bytes
    Atomics.wait(cell, 0, 0, enough - age)
  }
}

/** Whether a text ends before the values of the one that it follows. */
function isLess(bytes: Buffer, known: Buffer): boolean {
  return bytes.length === 0 || (known.includes(lastLineStart) && !bytes.includes(lastLineStart))
}
