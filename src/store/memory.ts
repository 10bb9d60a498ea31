import { VarveError } from '../errors.ts'
import { copiedUnit } from './appending/copied-unit.ts'
import { mustMakeSense } from './appending/sensible-units.ts'
import { HeldLines } from './held-lines.ts'
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
  SyncExclusive,
  SyncForgetful,
  SyncStore,
  Unit,
  Watchful,
} from './store.ts'
import { SyncTwins } from './sync-twins.ts'
import { Bell } from './watching/bell.ts'
import { follow, startOf, type WatchStoreOptions } from './watching/following.ts'

/** Keeps revisions in the process and nowhere else: for tests and pages, and the reference for every other store. */
export function memory(): SyncStore & SyncForgetful & SyncExclusive & Watchful {
  return new MemoryStore()
}

class MemoryStore extends SyncTwins implements SyncForgetful, SyncExclusive, Watchful {
  readonly durability = 'memory'
  #held = new HeldLines()
  #isExclusive = false
  #closed = false
  readonly #bell = new Bell()

  appendSync(units: readonly Unit[]): readonly Outcome[] {
    this.#mustBeOpen()
    const taken = units.map(copiedUnit)
    mustMakeSense(taken)
    const outcomes = this.#held.append(taken)
    this.#bell.ring()
    return outcomes
  }

  headSync(variable: string, branch: string): Head | undefined {
    this.#mustBeOpen()
    return this.#held.head(variable, branch)
  }

  headsSync(): readonly NamedHead[] {
    this.#mustBeOpen()
    return this.#held.heads()
  }

  readSync(variable: string, branch: string, from: number, to: number): readonly string[] {
    this.#mustBeOpen()
    return this.#held.read(variable, branch, from, to)
  }

  keyframeSync(variable: string, branch: string): Keyframe | undefined {
    this.#mustBeOpen()
    return this.#held.keyframe(variable, branch)
  }

  marksSync(variable: string): readonly Mark[] {
    this.#mustBeOpen()
    return this.#held.marks(variable)
  }

  loadSync(variable: string, branch: string, from: number): StoredBranch | undefined {
    this.#mustBeOpen()
    return this.#held.load(variable, branch, from)
  }

  gapsSync(variable: string, branch: string): readonly Gap[] {
    this.#mustBeOpen()
    return this.#held.gaps(variable, branch)
  }

  forgetSync(forgetting: Forgetting): Outcome {
    this.#mustBeOpen()
    return this.#held.forget(forgetting)
  }

  /** Nobody else can write while one thread runs `fn`; what it had is put back where `fn` throws. */
  exclusivelySync<R>(fn: () => R): R {
    this.#mustBeOpen()
    if (this.#isExclusive) return fn()
    const before = this.#held.copy()
    this.#isExclusive = true
    try {
      return fn()
    } catch (error) {
      if (!this.#closed) this.#held = before
      throw error
    } finally {
      this.#isExclusive = false
    }
  }

  async gaps(variable: string, branch: string): Promise<readonly Gap[]> {
    return this.gapsSync(variable, branch)
  }

  async forget(forgetting: Forgetting): Promise<Outcome> {
    return this.forgetSync(forgetting)
  }

  watch(options: WatchStoreOptions = {}): AsyncIterable<Moves> {
    this.#mustBeOpen()
    const followed = {
      look: (position: number) => ({
        position: this.#held.moves,
        heads: this.#held.headsAfter(position > this.#held.moves ? 0 : position),
      }),
      isClosed: () => this.#closed,
      bell: this.#bell,
    }
    return follow(followed, startOf(options) ?? this.#held.moves, options.signal)
  }

  closeSync(): void {
    this.#closed = true
    this.#held = new HeldLines()
    this.#bell.ring()
  }

  #mustBeOpen(): void {
    if (this.#closed)
      throw new VarveError('STORE_CLOSED', 'The store is closed: open it again to use it.', {})
  }
}
