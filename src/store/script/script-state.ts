import type { HeldLines } from '../held-lines.ts'
import { Scratch } from '../rewriting/read-whole.ts'
import { BlockWriter } from './block-writer.ts'
import { redo, type Change } from './change.ts'
import { compose, placeOf, startOfBlock, type Place, type Program } from './compose.ts'
import { damaged, inString } from './failure.ts'
import { Journal, type Journaled } from './journal.ts'
import { BadBlock } from './bad-block.ts'
import { putBack } from './put-back.ts'
import { readBlock } from './read-block.ts'
import { Moved, NotSure, type ScriptFile } from './script-file.ts'
import { readWreck } from './wreck.ts'

/** So many saves by an editor, one right after the other, are met within one write. */
export const mostSaves = 8

/** What a script holds, as it was read. */
export interface State {
  readonly bytes: Buffer
  /** How the file looked when it was written here; undefined where somebody else has written it. */
  readonly look?: string
  readonly place: Place
  readonly held: HeldLines
  /** Which of a journal was read, and how many of its changes are in `held`. */
  readonly journal: { readonly id: string; readonly count: number; readonly bytes: number }
  /** Whether there is more than the files have: what an older state of the script was written over. */
  readonly isMore: boolean
}

/** Reads a script with its journal, and writes it; remembers what they held, so that what has not changed need not be parsed. */
export class ScriptState {
  readonly #file: ScriptFile
  readonly #writer = new BlockWriter()
  #journal: Journal | undefined
  #state: State | undefined
  /** What was written last. */
  #composed: State | undefined
  /** In one of them are the bytes that were written last; the next ones go into the other. */
  #rooms: readonly [used: Scratch, free: Scratch] = [new Scratch(), new Scratch()]

  constructor(file: ScriptFile) {
    this.#file = file
  }

  /** So many bytes the block had when it was last looked at. */
  get valueBytes(): number {
    if (!this.#state) return 0
    const { bytes, place } = this.#state
    return bytes.length - place.before.length - place.after.length
  }

  /** As `read`, of a file that looks as it was left here: whether it is, `write` finds out. */
  readToWrite(): State {
    const known = this.#state
    if (!known || known.look === undefined || known.look !== this.#file.look()) return this.read()
    return this.#with(known, this.#look())
  }

  /** What there is now, and what this handle has seen of it that was taken out since. */
  read(): State {
    // The journal first: what it loses meanwhile has gone into the script before.
    const journaled = this.#look()
    const known = this.#state
    const bytes = known ? this.#file.readAfter(known.bytes) : this.#file.read()
    const isKnown = known?.bytes.equals(bytes) === true && known.journal.id === journaled.id
    return isKnown ? this.#with(known, journaled) : this.#readAll(bytes, journaled)
  }

  /** Writes what is held into the script; within its lock, and on what was read within that. The journal is needed no more. */
  write(state: State, held: HeldLines): void {
    const { bytes, place, journal } = state
    if (place.isInString) throw inString(this.#file.path)
    const next = this.#compose(state, held)
    const saved = next.equals(bytes) ? undefined : this.#file.replace(bytes, next)
    const now = saved ? this.#put(saved, next, held) : { bytes: next, place }
    if (journal.id !== '') this.#journal!.remove()
    this.#rooms = [this.#rooms[1], this.#rooms[0]]
    // What comes after this look has another, unless it comes within the same tick of the clock.
    const look = this.#file.look()
    this.#state = this.#composed = { ...now, look, held, journal: none, isMore: false }
  }

  /**
   * Puts what is held into a text that an editor has saved in the very moment in which the file was replaced by `ours`. The text
   * is the editor's, the values are ours, which are safe already.
   */
  #put(saved: Buffer, ours: Buffer, held: HeldLines): Pick<State, 'bytes' | 'place'> {
    let [text, expected] = [saved, ours]
    for (let tries = 1; ; tries++) {
      const place = placeOf(programIn(text))
      const bytes = compose(place, this.#writer.whole(held, place.isJoined))
      try {
        const again = this.#file.replace(expected, bytes)
        if (!again) return { bytes, place }
        ;[text, expected] = [again, bytes]
      } catch (error) {
        if (!(error instanceof Moved) || tries === mostSaves)
          throw new NotSure('What an editor has saved meanwhile could not be put back.', { cause: error })
        // It has saved once more.
        text = expected = Buffer.from(this.#file.readAfter(expected))
      }
    }
  }

  /** What was written here the last time, and is still there, is copied and gets what is new. */
  #compose(state: State, held: HeldLines): Buffer {
    const { bytes, place } = state
    const isOurs = this.#composed?.bytes === bytes && place.eol === '\n'
    this.#composed = undefined
    if (!isOurs) return compose(place, this.#writer.whole(held, place.isJoined))
    const { kept, text } = this.#writer.write(held, place.isJoined)
    if (kept === 0) return compose(place, text)
    const start = startOfBlock(place) + kept
    const length = start + Buffer.byteLength(text) + place.after.length
    const next = this.#rooms[1].of(length)
    bytes.copy(next, 0, 0, start)
    next.write(text, start)
    place.after.copy(next, length - place.after.length)
    return next
  }

  /** Writes changes that lead to what is held into the journal; within the lock of the script. */
  addToJournal(state: State, held: HeldLines, changes: readonly Change[]): void {
    const journal = this.#journal!
    this.#file.explained(() => {
      journal.append(changes, this.#file.mustBeWritable())
    })
    this.#state = { ...state, held, journal: stateOf(journal.known) }
  }

  #with(known: State, journaled: Journaled): State {
    const { id, changes } = journaled
    if (known.journal.id !== id) return this.#readAll(this.#file.read(), journaled)
    if (known.journal.count === changes.length) return known
    const held = known.held.copy()
    this.#redo(held, changes.slice(known.journal.count), known.bytes)
    return (this.#state = { ...known, held, journal: stateOf(journaled) })
  }

  #readAll(bytes: Buffer, journaled: Journaled): State {
    const { place, held } = this.#parse(bytes)
    const isMore = this.#state !== undefined && putBack(held, this.#state.held)
    this.#redo(held, journaled.changes, bytes)
    // What was read is written over by what is read next.
    return (this.#state = { bytes: Buffer.from(bytes), place, held, journal: stateOf(journaled), isMore })
  }

  #look(): Journaled {
    const { journal: file } = this.#file
    // A link may lead to another file by now.
    if (this.#journal?.file !== file) this.#journal = new Journal(file)
    return this.#asDamage(0, () => this.#file.explained(() => this.#journal!.look()))
  }

  #redo(held: HeldLines, changes: readonly Change[], bytes: Buffer): void {
    this.#asDamage(bytes.length, () => {
      for (const change of changes) redo(held, change)
    })
  }

  #parse(bytes: Buffer): Pick<State, 'place' | 'held'> {
    const read = readBlock(bytes)
    if ('problem' in read) throw damaged(this.#file.path, read)
    return { place: placeOf(read.program), held: read.held }
  }

  #asDamage<T>(offset: number, read: () => T): T {
    try {
      return read()
    } catch (error) {
      throw error instanceof BadBlock ? damaged(this.#file.path, { problem: error.message, offset }) : error
    }
  }
}

/** What is the program's of a text, whatever its block has. */
function programIn(text: Buffer): Program {
  const read = readBlock(text)
  return 'problem' in read ? { before: readWreck(text, []).program, after: Buffer.alloc(0) } : read.program
}

const none: State['journal'] = { id: '', count: 0, bytes: 0 }

function stateOf({ id, changes, bytes }: Journaled): State['journal'] {
  return { id, count: changes.length, bytes }
}
