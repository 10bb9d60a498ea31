import { VarveError } from '../errors.ts'
import { Bell } from './watching/bell.ts'
import { follow, startOf, type WatchStoreOptions } from './watching/following.ts'
import { isWithin, refusal } from './forgetting/refusal.ts'
import { mustMakeSense } from './appending/sensible-units.ts'
import { firstBranch, lostMark, strayMark } from './appending/stray-mark.ts'
import { copyOfMarks, copyOfVariables, type HeldBranch, type HeldMarks, type HeldVariables } from './held.ts'
import type {
  Forgetting,
  Gap,
  Head,
  Keyframe,
  Mark,
  Moves,
  NamedHead,
  Outcome,
  Run,
  StoredBranch,
  SyncExclusive,
  SyncForgetful,
  SyncStore,
  Unit,
  Watchful,
} from './store.ts'
import { holdsLines, without } from './forgetting/stretches.ts'
import { SyncTwins } from './sync-twins.ts'

/** Keeps revisions in the process and nowhere else: for tests and pages, and the reference for every other store. */
export function memory(): SyncStore & SyncForgetful & SyncExclusive & Watchful {
  return new MemoryStore()
}

class MemoryStore extends SyncTwins implements SyncForgetful, SyncExclusive, Watchful {
  readonly durability = 'memory'
  #variables: HeldVariables = new Map()
  #marks: HeldMarks = new Map()
  #moves = 0
  #isExclusive = false
  #closed = false
  readonly #bell = new Bell()

  appendSync(units: readonly Unit[]): readonly Outcome[] {
    this.#mustBeOpen()
    const taken = units.map(copied)
    mustMakeSense(taken)
    const outcomes = taken.map(unit => this.#appendUnit(unit))
    this.#bell.ring()
    return outcomes
  }

  headSync(variable: string, branch: string): Head | undefined {
    this.#mustBeOpen()
    const kept = this.#branch(variable, branch)
    return kept && { ...kept.head }
  }

  headsSync(): readonly NamedHead[] {
    this.#mustBeOpen()
    return this.#headsAfter(0)
  }

  readSync(variable: string, branch: string, from: number, to: number): readonly string[] {
    this.#mustBeOpen()
    const kept = this.#branch(variable, branch)
    const parts = (kept?.stretches ?? []).map(({ first, lines }) =>
      lines.slice(Math.max(from - first, 0), Math.max(to + 1 - first, 0)),
    )
    return parts.length === 1 ? parts[0]! : parts.flat()
  }

  keyframeSync(variable: string, branch: string): Keyframe | undefined {
    this.#mustBeOpen()
    return this.#branch(variable, branch)?.keyframe
  }

  marksSync(variable: string): readonly Mark[] {
    this.#mustBeOpen()
    return [...(this.#marks.get(variable)?.values() ?? [])].sort((a, b) => compare(a.name, b.name))
  }

  loadSync(variable: string, branch: string, from: number): StoredBranch | undefined {
    this.#mustBeOpen()
    const kept = this.#branch(variable, branch)
    if (!kept) return undefined
    const { head, keyframe, gaps } = kept
    const lines = this.readSync(variable, branch, from, head.index)
    return { head: { ...head }, lines, keyframe, marks: this.marksSync(variable), gaps }
  }

  gapsSync(variable: string, branch: string): readonly Gap[] {
    this.#mustBeOpen()
    return this.#branch(variable, branch)?.gaps ?? []
  }

  forgetSync(forgetting: Forgetting): Outcome {
    this.#mustBeOpen()
    const { variable, branch, gaps } = forgetting
    const kept = this.#branch(variable, branch)
    if (!kept) return { ok: false, variable, branch, actual: null }
    const refused = refusal(forgetting, { ...kept, marks: this.marksSync(variable) })
    if (refused) return refused
    for (const { first, last } of gaps)
      kept.stretches = without(kept.stretches, first, last) as HeldBranch['stretches']
    kept.gaps = gaps.map(({ first, last, record, base }) => ({ first, last, record, base }))
    const index = kept.keyframe?.index ?? -1
    if (isWithin({ first: index, last: index }, gaps)) kept.keyframe = undefined
    return { ok: true, repeated: false }
  }

  /** Nobody else can write while one thread runs `fn`; what it had is put back where `fn` throws. */
  exclusivelySync<R>(fn: () => R): R {
    this.#mustBeOpen()
    if (this.#isExclusive) return fn()
    const [variables, marks, moves] = [
      copyOfVariables(this.#variables),
      copyOfMarks(this.#marks),
      this.#moves,
    ]
    this.#isExclusive = true
    try {
      return fn()
    } catch (error) {
      if (!this.#closed) [this.#variables, this.#marks, this.#moves] = [variables, marks, moves]
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
        position: this.#moves,
        heads: this.#headsAfter(position > this.#moves ? 0 : position),
      }),
      isClosed: () => this.#closed,
      bell: this.#bell,
    }
    return follow(followed, startOf(options) ?? this.#moves, options.signal)
  }

  closeSync(): void {
    this.#closed = true
    this.#variables.clear()
    this.#marks.clear()
    this.#bell.ring()
  }

  #appendUnit({ runs, reads = [], marks = [] }: Unit): Outcome {
    if (runs.length > 0 && runs.every(run => this.#isKept(run))) return { ok: true, repeated: true }
    for (const { variable, branch, expected } of [...runs, ...reads]) {
      const actual = this.headSync(variable, branch) ?? null
      if (!sameHead(actual, expected)) return { ok: false, variable, branch, actual }
    }
    for (const { variable, name, hash } of marks) {
      const mark = this.#marks.get(variable)?.get(name)
      if (mark && mark.hash !== hash) return { ok: false, variable, mark }
    }
    const stray = strayMark(marks, runs, {
      isStored: mark => this.#isStored(mark),
      isMarked: mark => this.#isMarked(mark),
    })
    if (stray) return lostMark(stray, this.headSync(stray.variable, firstBranch) ?? null)
    const repeated = runs.length === 0 && marks.length > 0 && marks.every(mark => this.#isMarked(mark))
    for (const run of runs) this.#keep(run)
    for (const mark of marks) this.#keepMark(mark)
    return { ok: true, repeated }
  }

  #isKept({ variable, branch, lines, head }: Run): boolean {
    const kept = this.#branch(variable, branch)
    if (!kept || kept.head.index < head.index) return false
    if (kept.head.index === head.index && kept.head.hash !== head.hash) return false
    const first = head.index - lines.length + 1
    return first >= 0 && holdsLines(kept.stretches, first, lines)
  }

  #isStored({ variable, index }: Mark): boolean {
    const branches = [...(this.#variables.get(variable)?.values() ?? [])]
    const bounds = { first: index, last: index }
    return branches.some(({ head, gaps }) => index <= head.index && !isWithin(bounds, gaps))
  }

  #isMarked({ variable, name }: Mark): boolean {
    return this.#marks.get(variable)?.has(name) ?? false
  }

  #keep({ variable, branch, lines, head, keyframe }: Run): void {
    const branches = this.#variables.get(variable) ?? new Map<string, HeldBranch>()
    const kept = branches.get(branch) ?? {
      stretches: [{ first: 0, lines: [] }],
      gaps: [],
      head,
      keyframe: undefined,
      moved: 0,
    }
    const { lines: last } = kept.stretches.at(-1)!
    for (const line of lines) last.push(line)
    kept.head = { index: head.index, hash: head.hash }
    kept.moved = this.#moves += 1
    if (keyframe !== undefined) kept.keyframe = { index: head.index, hash: head.hash, value: keyframe }
    this.#variables.set(variable, branches.set(branch, kept))
  }

  #keepMark(mark: Mark): void {
    const marks = this.#marks.get(mark.variable) ?? new Map<string, Mark>()
    const { variable, name, index, hash } = mark
    this.#marks.set(variable, marks.set(name, { variable, name, index, hash }))
  }

  #branch(variable: string, branch: string): HeldBranch | undefined {
    return this.#variables.get(variable)?.get(branch)
  }

  /** Where the branches stand that moved after so many moves. */
  #headsAfter(moves: number): readonly NamedHead[] {
    const heads: NamedHead[] = []
    for (const [variable, branches] of this.#variables)
      for (const [branch, { head, moved }] of branches)
        if (moved > moves) heads.push({ variable, branch, index: head.index, hash: head.hash })
    return heads.sort((a, b) => compare(a.variable, b.variable) || compare(a.branch, b.branch))
  }

  #mustBeOpen(): void {
    if (this.#closed)
      throw new VarveError('STORE_CLOSED', 'The store is closed: open it again to use it.', {})
  }
}

/** Takes over all lines before the first one is kept: where a unit cannot be read, nothing of the append is kept. */
function copied(unit: Unit): Unit {
  return { ...unit, runs: unit.runs.map(run => ({ ...run, lines: [...run.lines] })) }
}

function sameHead(a: Head | null, b: Head | null): boolean {
  return a === b || (a !== null && b !== null && a.index === b.index && a.hash === b.hash)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
