import type { BigIntStats } from 'node:fs'
import { copiedUnit } from '../appending/copied-unit.ts'
import { mustMakeSense } from '../appending/sensible-units.ts'
import type { HeldLines } from '../held-lines.ts'
import type {
  Forgetting,
  Gap,
  Head,
  Keyframe,
  Mark,
  Moves,
  NamedHead,
  Outcome,
  StoredBranch,
  SyncCheckable,
  SyncExclusive,
  SyncForgetful,
  Unit,
  Watchful,
} from '../store.ts'
import { SyncTwins } from '../sync-twins.ts'
import { Bell } from '../watching/bell.ts'
import { follow, type WatchStoreOptions } from '../watching/following.ts'
import { BlockWriter } from './block-writer.ts'
import type { Change } from './change.ts'
import { closed } from './failure.ts'
import { headsAsText, movedSince, startOf } from './moves.ts'
import { Moved, ScriptFile } from './script-file.ts'
import { mostSaves, ScriptState, type State } from './script-state.ts'
import { WriteGate } from './write-gate.ts'

/** How often a watch looks for what others have written, in milliseconds. */
const interval = 40

/** A journal that is longer (in bytes) is folded into the script, where it may be. */
const longestJournal = 262_144

/** How a script is written. */
export interface ScriptOptions {
  /**
   * Writes each change as a line of a journal beside the script, which stays as it is until `fold`: for who changes much,
   * and for who is started anew whenever the script changes. Everybody who opens the script reads the journal, too.
   */
  readonly journal?: boolean
  /** Whether this handle brings the journal into the script: when it is closed, and when it gets long. */
  readonly fold?: boolean
  /** Throws where the script must not be written, for reasons that are the caller's. */
  readonly mayWrite?: (stats: BigIntStats) => void
}

/** The store in one script: what it holds is read as a whole, changed, and written as a whole. */
export class ScriptStore extends SyncTwins implements SyncForgetful, SyncCheckable, SyncExclusive, Watchful {
  readonly durability = 'fsync'
  readonly #path: string
  readonly #file: ScriptFile
  readonly #state: ScriptState
  readonly #gate: WriteGate
  readonly #bell = new Bell()
  readonly #journals: boolean
  readonly #folds: boolean
  /** What is changed and not written yet: by `exclusivelySync` more than once. */
  #open: { readonly held: HeldLines; readonly changes: Change[] } | undefined
  #closed = false
  #isClosing = false
  #hasWritten = false

  constructor(path: string, { journal = false, fold = true, mayWrite }: ScriptOptions) {
    super()
    this.#path = path
    this.#file = new ScriptFile(path, mayWrite)
    this.#state = new ScriptState(this.#file)
    this.#gate = new WriteGate(this.#file)
    this.#journals = journal
    this.#folds = fold
  }

  appendSync(units: readonly Unit[]): readonly Outcome[] {
    this.#mustBeOpen()
    const taken = sensible(units)
    if (this.#open) return this.#append(taken)
    return this.#gate.throughSync(nameIn(taken), () => this.#change(() => this.#append(taken)))
  }

  headSync(variable: string, branch: string): Head | undefined {
    return this.#held.head(variable, branch)
  }

  headsSync(): readonly NamedHead[] {
    return this.#held.heads()
  }

  readSync(variable: string, branch: string, from: number, to: number): readonly string[] {
    return this.#held.read(variable, branch, from, to)
  }

  keyframeSync(variable: string, branch: string): Keyframe | undefined {
    return this.#held.keyframe(variable, branch)
  }

  marksSync(variable: string): readonly Mark[] {
    return this.#held.marks(variable)
  }

  loadSync(variable: string, branch: string, from: number): StoredBranch | undefined {
    return this.#held.load(variable, branch, from)
  }

  gapsSync(variable: string, branch: string): readonly Gap[] {
    return this.#held.gaps(variable, branch)
  }

  forgetSync(forgetting: Forgetting): Outcome {
    this.#mustBeOpen()
    if (this.#open) return this.#forget(forgetting)
    return this.#gate.throughSync(forgetting.variable, () => this.#change(() => this.#forget(forgetting)))
  }

  exclusivelySync<R>(fn: () => R): R {
    this.#mustBeOpen()
    return this.#open ? fn() : this.#gate.onceSync(() => this.#change(fn))
  }

  /** A block that cannot be read is told by every other call, too. */
  checkSync(): readonly string[] {
    void this.#held
    return []
  }

  /** So many bytes its values have in the script, as far as this handle has looked; without what is in the journal. */
  get valueBytes(): number {
    return this.#state.valueBytes
  }

  /** Fails where the script must not be written; gives its owner and mode. */
  mustBeWritableSync(): BigIntStats {
    this.#mustBeOpen()
    return this.#file.mustBeWritable()
  }

  /** Takes all out of the script that it holds; within `exclusivelySync`, so that nobody adds to it meanwhile. */
  emptySync(): void {
    this.#open!.held.clear()
  }

  /** Brings what is in the journal into the script, and takes it away; nothing where there is none. */
  foldSync(): void {
    this.#mustBeOpen()
    if (this.#state.read().journal.id === '') return
    this.#gate.throughSync('', () => {
      const state = this.#state.read()
      if (state.journal.id !== '') this.#write(state, state.held)
    })
  }

  closeSync(): void {
    if (this.#closed) return
    try {
      if (this.#journals && this.#folds && this.#hasWritten && !this.#open) this.foldSync()
    } catch {
      // What is in the journal is kept, and whoever writes next folds it.
    }
    this.#closed = true
    this.#bell.ring()
  }

  override async append(units: readonly Unit[]): Promise<readonly Outcome[]> {
    this.#mustBeOpen()
    const taken = sensible(units)
    return this.#gate.through(nameIn(taken), () => this.#change(() => this.#append(taken)))
  }

  async gaps(variable: string, branch: string): Promise<readonly Gap[]> {
    return this.gapsSync(variable, branch)
  }

  async forget(forgetting: Forgetting): Promise<Outcome> {
    this.#mustBeOpen()
    return this.#gate.through(forgetting.variable, () => this.#change(() => this.#forget(forgetting)))
  }

  async check(): Promise<readonly string[]> {
    return this.checkSync()
  }

  /** Looks at once where this handle has written, and every 40 ms for what others have. */
  watch(options: WatchStoreOptions = {}): AsyncIterable<Moves> {
    const start = startOf(options)
    const now = headsAsText(this.#held.heads())
    const followed = {
      look: (position: string) => movedSince(position, this.#held.heads()),
      isClosed: () => this.#closed,
      bell: this.#bell,
      timer: (wake: () => void) => {
        const timeout = setTimeout(wake, interval)
        return () => clearTimeout(timeout)
      },
    }
    return follow(followed, start ?? now, options.signal)
  }

  /** Waits for the writes that were asked for before. */
  override async close(): Promise<void> {
    if (this.#closed) return
    this.#isClosing = true
    await this.#gate.idle()
    this.#isClosing = false
    this.closeSync()
  }

  get #held(): HeldLines {
    this.#mustBeOpen()
    return this.#open?.held ?? this.#state.read().held
  }

  #append(units: readonly Unit[]): readonly Outcome[] {
    const { held, changes } = this.#open!
    const outcomes = held.append(units)
    outcomes.forEach((outcome, i) => {
      if (outcome.ok && !outcome.repeated) changes.push({ unit: units[i]! })
    })
    return outcomes
  }

  #forget(forgetting: Forgetting): Outcome {
    const { held, changes } = this.#open!
    const outcome = held.forget(forgetting)
    if (outcome.ok && !outcome.repeated) changes.push({ forgetting })
    return outcome
  }

  /** Within the lock: reads what there is, changes a copy of it, and writes that where anything has changed. */
  #change<R>(act: () => R): R {
    const state = this.#state.readToWrite()
    const held = state.held.copy()
    const changes: Change[] = []
    this.#open = { held, changes }
    let result
    try {
      result = act()
    } finally {
      this.#open = undefined
    }
    if (held.changes > 0 || state.isMore) {
      const isJournaled =
        this.#journals && !state.isMore && !(this.#folds && state.journal.bytes > longestJournal)
      if (isJournaled) this.#state.addToJournal(state, held, changes)
      else this.#write(state, held)
      this.#hasWritten = true
    }
    this.#bell.ring()
    return result
  }

  /** Where an editor has saved another text meanwhile, what is held goes into that. */
  #write(before: State, held: HeldLines): void {
    let state = before
    for (let tries = 1; ; tries++) {
      try {
        return this.#state.write(state, held)
      } catch (error) {
        if (!(error instanceof Moved) || tries === mostSaves) throw error
        state = this.#state.read()
        if (!isSame(state.held, before.held)) throw error
      }
    }
  }

  #mustBeOpen(): void {
    if (this.#closed || this.#isClosing) throw closed(this.#path)
  }
}

/** Takes over all lines before the first is kept. */
function sensible(units: readonly Unit[]): readonly Unit[] {
  const taken = units.map(copiedUnit)
  mustMakeSense(taken)
  return taken
}

/** Whether both hold the same, to the letter. */
function isSame(a: HeldLines, b: HeldLines): boolean {
  return new BlockWriter().whole(a, false) === new BlockWriter().whole(b, false)
}

/** A variable that a failure can be told of. */
function nameIn(units: readonly Unit[]): string {
  return units[0]?.runs[0]?.variable ?? ''
}
