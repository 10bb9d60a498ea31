import { HeldLines } from '../held-lines.ts'
import { BlockWriter } from './block-writer.ts'
import { compose, placeOf, type Place } from './compose.ts'
import { damaged } from './failure.ts'
import { findBlock } from './find-block.ts'
import { BadBlock, parseBlock } from './parse-block.ts'
import { putBack } from './put-back.ts'
import { type ScriptFile } from './script-file.ts'

/** What a script holds, as it was read. */
export interface State {
  readonly bytes: Buffer
  readonly place: Place
  readonly held: HeldLines
  /** Whether there is more than the file has: what an older state of it was written over. */
  readonly isMore: boolean
}

/** Reads a script and writes it; remembers what it held, so that an unchanged one need not be parsed. */
export class ScriptState {
  readonly #file: ScriptFile
  readonly #writer = new BlockWriter()
  #state: State | undefined

  constructor(file: ScriptFile) {
    this.#file = file
  }

  /** What the file holds now, and what this handle has seen of it that was taken out since. */
  read(): State {
    const bytes = this.#file.read()
    if (this.#state?.bytes.equals(bytes)) return this.#state
    const state = this.#parse(bytes)
    const isMore = this.#state !== undefined && putBack(state.held, this.#state.held)
    return (this.#state = { ...state, isMore })
  }

  /** Writes what is held; within the lock of the file, and on what was read within it. */
  write({ bytes, place }: State, held: HeldLines): void {
    const block = this.#writer.write(held, place.isJoined)
    const next = compose(place, block)
    this.#file.replace(bytes, next)
    this.#state = { bytes: next, place, held, isMore: false }
  }

  #parse(bytes: Buffer): Omit<State, 'isMore'> {
    const found = findBlock(bytes)
    if (!found)
      return { bytes, place: placeOf({ before: bytes, after: Buffer.alloc(0) }), held: new HeldLines() }
    if ('problem' in found) throw damaged(this.#file.path, found)
    try {
      return { bytes, place: placeOf(found), held: parseBlock(found.lines) }
    } catch (error) {
      if (!(error instanceof BadBlock)) throw error
      throw damaged(this.#file.path, { problem: error.message, offset: found.before.length })
    }
  }
}
