import { VarveError } from '../errors.ts'
import type { Head, Keyframe, Mark, NamedHead, Outcome, Run, SyncStore, Unit } from './store.ts'
import { SyncTwins } from './sync-twins.ts'

interface Branch {
  readonly lines: string[]
  hash: string
  keyframe: Keyframe | undefined
}

/** Keeps revisions in the process and nowhere else: for tests and pages, and the reference for every other store. */
export function memory(): SyncStore {
  return new MemoryStore()
}

class MemoryStore extends SyncTwins {
  readonly durability = 'memory'
  #variables = new Map<string, Map<string, Branch>>()
  #marks = new Map<string, Map<string, Mark>>()
  #closed = false

  appendSync(units: readonly Unit[]): readonly Outcome[] {
    this.#mustBeOpen()
    return units.map(copied).map(unit => this.#appendUnit(unit))
  }

  headSync(variable: string, branch: string): Head | undefined {
    this.#mustBeOpen()
    const kept = this.#branch(variable, branch)
    return kept && { index: kept.lines.length - 1, hash: kept.hash }
  }

  headsSync(): readonly NamedHead[] {
    this.#mustBeOpen()
    const heads: NamedHead[] = []
    for (const [variable, branches] of this.#variables) {
      for (const [branch, { lines, hash }] of branches)
        heads.push({ variable, branch, index: lines.length - 1, hash })
    }
    return heads.sort((a, b) => compare(a.variable, b.variable) || compare(a.branch, b.branch))
  }

  readSync(variable: string, branch: string, from: number, to: number): readonly string[] {
    this.#mustBeOpen()
    return this.#branch(variable, branch)?.lines.slice(Math.max(from, 0), Math.max(to + 1, 0)) ?? []
  }

  keyframeSync(variable: string, branch: string): Keyframe | undefined {
    this.#mustBeOpen()
    return this.#branch(variable, branch)?.keyframe
  }

  marksSync(variable: string): readonly Mark[] {
    this.#mustBeOpen()
    return [...(this.#marks.get(variable)?.values() ?? [])].sort((a, b) => compare(a.name, b.name))
  }

  closeSync(): void {
    this.#closed = true
    this.#variables.clear()
    this.#marks.clear()
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
    const repeated = runs.length === 0 && marks.length > 0 && marks.every(mark => this.#isMarked(mark))
    for (const run of runs) this.#keep(run)
    for (const mark of marks) this.#keepMark(mark)
    return { ok: true, repeated }
  }

  #isKept({ variable, branch, lines, head }: Run): boolean {
    const kept = this.#branch(variable, branch)
    if (!kept || kept.lines.length <= head.index) return false
    if (kept.lines.length - 1 === head.index && kept.hash !== head.hash) return false
    const first = head.index - lines.length + 1
    return lines.every((line, i) => kept.lines[first + i] === line)
  }

  #isMarked({ variable, name }: Mark): boolean {
    return this.#marks.get(variable)?.has(name) ?? false
  }

  #keep({ variable, branch, lines, head, keyframe }: Run): void {
    const branches = this.#variables.get(variable) ?? new Map<string, Branch>()
    const kept = branches.get(branch) ?? { lines: [], hash: '', keyframe: undefined }
    for (const line of lines) kept.lines.push(line)
    kept.hash = head.hash
    if (keyframe !== undefined) kept.keyframe = { index: head.index, hash: head.hash, value: keyframe }
    this.#variables.set(variable, branches.set(branch, kept))
  }

  #keepMark(mark: Mark): void {
    const marks = this.#marks.get(mark.variable) ?? new Map<string, Mark>()
    const { variable, name, index, hash } = mark
    this.#marks.set(variable, marks.set(name, { variable, name, index, hash }))
  }

  #branch(variable: string, branch: string): Branch | undefined {
    return this.#variables.get(variable)?.get(branch)
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
