import { firstBranch, lostMark, strayMark } from './appending/stray-mark.ts'
import { isWithin, refusal } from './forgetting/refusal.ts'
import { holdsLines, without } from './forgetting/stretches.ts'
import { copyOfMarks, copyOfVariables, type HeldBranch, type HeldMarks, type HeldVariables } from './held.ts'
import type {
  Forgetting,
  Gap,
  Head,
  Keyframe,
  Mark,
  NamedHead,
  Outcome,
  Run,
  StoredBranch,
  Unit,
} from './store.ts'

/** All that a store keeps, in the process: what `memory()` is, and what is read from a script and written into it. */
export class HeldLines {
  readonly variables: HeldVariables
  readonly marksByVariable: HeldMarks
  #moves: number
  #changes = 0

  constructor(variables: HeldVariables = new Map(), marks: HeldMarks = new Map(), moves = 0) {
    this.variables = variables
    this.marksByVariable = marks
    this.#moves = moves
  }

  /** How often a branch has moved. */
  get moves(): number {
    return this.#moves
  }

  /** How often something was changed: other than `moves`, marks and gaps count. */
  get changes(): number {
    return this.#changes
  }

  /** Another one, which changes on its own. */
  copy(): HeldLines {
    return new HeldLines(copyOfVariables(this.variables), copyOfMarks(this.marksByVariable), this.#moves)
  }

  /** Keeps units that make sense, and whose lines can all be had; each is all or none. */
  append(units: readonly Unit[]): readonly Outcome[] {
    return units.map(unit => this.#append(unit))
  }

  head(variable: string, branch: string): Head | undefined {
    const kept = this.#branch(variable, branch)
    return kept && { ...kept.head }
  }

  heads(): readonly NamedHead[] {
    return this.headsAfter(0)
  }

  read(variable: string, branch: string, from: number, to: number): readonly string[] {
    const kept = this.#branch(variable, branch)
    const parts = (kept?.stretches ?? []).map(({ first, lines }) =>
      lines.slice(Math.max(from - first, 0), Math.max(to + 1 - first, 0)),
    )
    return parts.length === 1 ? parts[0]! : parts.flat()
  }

  keyframe(variable: string, branch: string): Keyframe | undefined {
    return this.#branch(variable, branch)?.keyframe
  }

  marks(variable: string): readonly Mark[] {
    return [...(this.marksByVariable.get(variable)?.values() ?? [])].sort((a, b) => compare(a.name, b.name))
  }

  load(variable: string, branch: string, from: number): StoredBranch | undefined {
    const kept = this.#branch(variable, branch)
    if (!kept) return undefined
    const { head, keyframe, gaps } = kept
    const lines = this.read(variable, branch, from, head.index)
    return { head: { ...head }, lines, keyframe, marks: this.marks(variable), gaps }
  }

  gaps(variable: string, branch: string): readonly Gap[] {
    return this.#branch(variable, branch)?.gaps ?? []
  }

  forget(forgetting: Forgetting): Outcome {
    const { variable, branch, gaps } = forgetting
    const kept = this.#branch(variable, branch)
    if (!kept) return { ok: false, variable, branch, actual: null }
    const refused = refusal(forgetting, { ...kept, marks: this.marks(variable) })
    if (refused) return refused
    for (const { first, last } of gaps)
      kept.stretches = without(kept.stretches, first, last) as HeldBranch['stretches']
    kept.gaps = gaps.map(({ first, last, record, base }) => ({ first, last, record, base }))
    const index = kept.keyframe?.index ?? -1
    if (isWithin({ first: index, last: index }, gaps)) kept.keyframe = undefined
    this.#changes += 1
    return { ok: true, repeated: false }
  }

  /** Forgets all of it. */
  clear(): void {
    this.variables.clear()
    this.marksByVariable.clear()
    this.#changes += 1
  }

  /** Where the branches stand that moved after so many moves, ordered by variable, then branch. */
  headsAfter(moves: number): readonly NamedHead[] {
    const heads: NamedHead[] = []
    for (const [variable, branches] of this.variables)
      for (const [branch, { head, moved }] of branches)
        if (moved > moves) heads.push({ variable, branch, index: head.index, hash: head.hash })
    return heads.sort((a, b) => compare(a.variable, b.variable) || compare(a.branch, b.branch))
  }

  #append({ runs, reads = [], marks = [] }: Unit): Outcome {
    if (runs.length > 0 && runs.every(run => this.#isKept(run))) return { ok: true, repeated: true }
    for (const { variable, branch, expected } of [...runs, ...reads]) {
      const actual = this.head(variable, branch) ?? null
      if (!sameHead(actual, expected)) return { ok: false, variable, branch, actual }
    }
    for (const { variable, name, hash } of marks) {
      const mark = this.marksByVariable.get(variable)?.get(name)
      if (mark && mark.hash !== hash) return { ok: false, variable, mark }
    }
    const stray = strayMark(marks, runs, {
      isStored: mark => this.#isStored(mark),
      isMarked: mark => this.#isMarked(mark),
    })
    if (stray) return lostMark(stray, this.head(stray.variable, firstBranch) ?? null)
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
    const branches = [...(this.variables.get(variable)?.values() ?? [])]
    const bounds = { first: index, last: index }
    return branches.some(({ head, gaps }) => index <= head.index && !isWithin(bounds, gaps))
  }

  #isMarked({ variable, name }: Mark): boolean {
    return this.marksByVariable.get(variable)?.has(name) ?? false
  }

  #keep({ variable, branch, lines, head, keyframe }: Run): void {
    const branches = this.variables.get(variable) ?? new Map<string, HeldBranch>()
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
    this.#changes += 1
    if (keyframe !== undefined) kept.keyframe = { index: head.index, hash: head.hash, value: keyframe }
    this.variables.set(variable, branches.set(branch, kept))
  }

  #keepMark(mark: Mark): void {
    const marks = this.marksByVariable.get(mark.variable) ?? new Map<string, Mark>()
    const { variable, name, index, hash } = mark
    if (!marks.has(name)) this.#changes += 1
    this.marksByVariable.set(variable, marks.set(name, { variable, name, index, hash }))
  }

  #branch(variable: string, branch: string): HeldBranch | undefined {
    return this.variables.get(variable)?.get(branch)
  }
}

function sameHead(a: Head | null, b: Head | null): boolean {
  return a === b || (a !== null && b !== null && a.index === b.index && a.hash === b.hash)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
