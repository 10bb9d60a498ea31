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
import { closed } from './failure.ts'
import { headsAsText, movedSince, startOf } from './moves.ts'
import { Moved, ScriptFile } from './script-file.ts'
import { ScriptState, type State } from './script-state.ts'
import { WriteGate } from './write-gate.ts'

/** How often a watch looks for what others have written, in milliseconds. */
const interval = 40
/** So many saves by an editor, one right after the other, are met within one write. */
const mostSaves = 8

/** The store in one script: what it holds is read as a whole, changed, and written as a whole. */
export class ScriptStore extends SyncTwins implements SyncForgetful, SyncCheckable, SyncExclusive, Watchful {
  readonly durability = 'fsync'
  readonly #path: string
  readonly #state: ScriptState
  readonly #gate: WriteGate
  readonly #bell = new Bell()
  /** What is changed by `exclusivelySync`, and not written yet. */
  #exclusive: { held: HeldLines } | undefined
  #closed = false

  constructor(path: string) {
    super()
    this.#path = path
    const file = new ScriptFile(path)
    this.#state = new ScriptState(file)
    this.#gate = new WriteGate(file)
  }

  appendSync(units: readonly Unit[]): readonly Outcome[] {
    this.#mustBeOpen()
    const taken = this.#taken(units)
    if (this.#exclusive) return this.#exclusive.held.append(taken)
    return this.#gate.throughSync(nameIn(taken), () => this.#change(held => held.append(taken)))
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
    if (this.#exclusive) return this.#exclusive.held.forget(forgetting)
    return this.#gate.throughSync(forgetting.variable, () => this.#change(held => held.forget(forgetting)))
  }

  exclusivelySync<R>(fn: () => R): R {
    this.#mustBeOpen()
    if (this.#exclusive) return fn()
    return this.#gate.onceSync(() =>
      this.#change(held => {
        this.#exclusive = { held }
        try {
          return fn()
        } finally {
          this.#exclusive = undefined
        }
      }),
    )
  }

  /** A block that cannot be read is told by every other call, too. */
  checkSync(): readonly string[] {
    void this.#held
    return []
  }

  closeSync(): void {
    this.#closed = true
    this.#bell.ring()
  }

  override async append(units: readonly Unit[]): Promise<readonly Outcome[]> {
    this.#mustBeOpen()
    const taken = this.#taken(units)
    return this.#gate.through(nameIn(taken), () => this.#change(held => held.append(taken)))
  }

  async gaps(variable: string, branch: string): Promise<readonly Gap[]> {
    return this.gapsSync(variable, branch)
  }

  async forget(forgetting: Forgetting): Promise<Outcome> {
    this.#mustBeOpen()
    return this.#gate.through(forgetting.variable, () => this.#change(held => held.forget(forgetting)))
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
    this.#closed = true
    await this.#gate.idle()
    this.closeSync()
  }

  get #held(): HeldLines {
    this.#mustBeOpen()
    return this.#exclusive?.held ?? this.#state.read().held
  }

  /** Within the lock: reads what there is, changes a copy of it, and writes that where anything has changed. */
  #change<R>(act: (held: HeldLines) => R): R {
    const state = this.#state.read()
    const held = state.held.copy()
    const result = act(held)
    if (held.changes > 0 || state.isMore) this.#write(state, held)
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

  #taken(units: readonly Unit[]): readonly Unit[] {
    const taken = units.map(copiedUnit)
    mustMakeSense(taken)
    return taken
  }

  #mustBeOpen(): void {
    if (this.#closed) throw closed(this.#path)
  }
}

/** Whether both hold the same, to the letter. */
function isSame(a: HeldLines, b: HeldLines): boolean {
  return new BlockWriter().write(a, false) === new BlockWriter().write(b, false)
}

/** A variable that a failure can be told of. */
function nameIn(units: readonly Unit[]): string {
  return units[0]?.runs[0]?.variable ?? ''
}
