import type { HeldLines } from '../held-lines.ts'
import { BlockWriter } from './block-writer.ts'
import { redo, type Change } from './change.ts'
import { compose, placeOf, type Place } from './compose.ts'
import { damaged, inString } from './failure.ts'
import { Journal, type Journaled } from './journal.ts'
import { BadBlock } from './parse-block.ts'
import { putBack } from './put-back.ts'
import { readBlock } from './read-block.ts'
import type { ScriptFile } from './script-file.ts'

/** What a script holds, as it was read. */
export interface State {
  readonly bytes: Buffer
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

  constructor(file: ScriptFile) {
    this.#file = file
  }

  /** What there is now, and what this handle has seen of it that was taken out since. */
  read(): State {
    // The journal first: what it loses meanwhile has gone into the script before.
    const journaled = this.#look()
    const bytes = this.#file.read()
    const known = this.#state
    const { id, changes } = journaled
    if (!known?.bytes.equals(bytes) || known.journal.id !== id) return this.#readAll(bytes, journaled)
    if (known.journal.count === changes.length) return known
    const held = known.held.copy()
    this.#redo(held, changes.slice(known.journal.count), bytes)
    return (this.#state = { ...known, held, journal: stateOf(journaled) })
  }

  /** Writes what is held into the script; within its lock, and on what was read within that. The journal is needed no more. */
  write({ bytes, place, journal }: State, held: HeldLines): void {
    if (place.isInString) throw inString(this.#file.path)
    const next = compose(place, this.#writer.write(held, place.isJoined))
    if (!next.equals(bytes)) this.#file.replace(bytes, next)
    if (journal.id !== '') this.#journal!.remove()
    this.#state = { bytes: next, place, held, journal: none, isMore: false }
  }

  /** Writes changes that lead to what is held into the journal; within the lock of the script. */
  addToJournal(state: State, held: HeldLines, changes: readonly Change[]): void {
    const journal = this.#journal!
    this.#file.explained(() => {
      this.#file.mustBeWritable()
      journal.append(changes)
    })
    this.#state = { ...state, held, journal: stateOf(journal.known) }
  }

  #readAll(bytes: Buffer, journaled: Journaled): State {
    const { place, held } = this.#parse(bytes)
    const isMore = this.#state !== undefined && putBack(held, this.#state.held)
    this.#redo(held, journaled.changes, bytes)
    return (this.#state = { bytes, place, held, journal: stateOf(journaled), isMore })
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

const none: State['journal'] = { id: '', count: 0, bytes: 0 }

function stateOf({ id, changes, bytes }: Journaled): State['journal'] {
  return { id, count: changes.length, bytes }
}
