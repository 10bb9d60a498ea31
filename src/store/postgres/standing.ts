import { firstBranch, lostMark, strayMark } from '../appending/stray-mark.ts'
import { isWithin } from '../forgetting/refusal.ts'
import { holdsLines, type Stretch } from '../forgetting/stretches.ts'
import type { Head, Mark, Outcome, Run, Shown, Unit } from '../store.ts'
import { branchKey, sameHead } from './wanted.ts'

/** What a branch has, and what is added to it by the units before. */
interface Branch {
  readonly variable: string
  readonly branch: string
  /** As it is in the database. */
  readonly before: Head | null
  head: Head | null
  readonly lines: string[]
  readonly gaps: { readonly first: number; readonly last: number }[]
}

/** Reads what is left of stored lines. */
export type ReadLines = (variable: string, branch: string, from: number, to: number) => Promise<Stretch[]>

const DONE: Outcome = Object.freeze({ ok: true, repeated: false })
const REPEATED: Outcome = Object.freeze({ ok: true, repeated: true })

/** What stands while units are taken one after the other, each on top of those that won before. */
export class Standing {
  readonly #branches = new Map<string, Branch>()
  readonly #marks = new Map<string, Mark>()
  readonly #read: ReadLines
  /** What the units that won have set. */
  readonly newMarks: Mark[] = []
  /** The runs of the units that won, in order. */
  readonly runs: Run[] = []
  /** What the units that won show, in order. */
  readonly shown: Shown[] = []

  constructor(read: ReadLines) {
    this.#read = read
  }

  addHead(variable: string, branch: string, head: Head): void {
    this.#branches.set(branchKey(variable, branch), {
      variable,
      branch,
      before: head,
      head,
      lines: [],
      gaps: [],
    })
  }

  addGap(variable: string, branch: string, gap: { readonly first: number; readonly last: number }): void {
    this.#branch(variable, branch).gaps.push(gap)
  }

  addMark(mark: Mark): void {
    this.#marks.set(branchKey(mark.variable, mark.name), mark)
  }

  /** Decides what becomes of a unit; one that wins counts for those after it. */
  async take({ runs, reads = [], marks = [], shown = [] }: Unit): Promise<Outcome> {
    const lost = runs.find(run => !this.#stands(run))
    if (lost) return (await this.#areKept(runs)) ? REPEATED : this.#lost(lost)
    const outdated = reads.find(read => !this.#stands(read))
    if (outdated) return this.#lost(outdated)
    const taken = marks
      .map(mark => this.#marked(mark))
      .find((mark, i) => mark && mark.hash !== marks[i]!.hash)
    if (taken) return { ok: false, variable: taken.variable, mark: taken }
    const isStored = (mark: Mark): boolean => this.#isStored(mark)
    const isMarked = (mark: Mark): boolean => this.#marked(mark) !== undefined
    const stray = strayMark(marks, runs, { isStored, isMarked })
    if (stray) return lostMark(stray, this.#branch(stray.variable, firstBranch).head)
    for (const run of runs) this.#keep(run)
    this.shown.push(...shown)
    const fresh = marks.filter(mark => this.#mark(mark))
    return marks.length > 0 && runs.length + fresh.length === 0 ? REPEATED : DONE
  }

  #stands({ variable, branch, expected }: Pick<Run, 'variable' | 'branch' | 'expected'>): boolean {
    return sameHead(this.#branch(variable, branch).head, expected)
  }

  #lost({ variable, branch }: Pick<Run, 'variable' | 'branch'>): Outcome {
    const { head } = this.#branch(variable, branch)
    return { ok: false, variable, branch, actual: head && { index: head.index, hash: head.hash } }
  }

  async #areKept(runs: readonly Run[]): Promise<boolean> {
    for (const run of runs) if (!(await this.#isKept(run))) return false
    return true
  }

  async #isKept({ variable, branch, lines, head }: Run): Promise<boolean> {
    const { head: actual, before, lines: added } = this.#branch(variable, branch)
    if (!actual || !mayBeKept(head, actual)) return false
    const first = head.index - lines.length + 1
    if (first < 0) return false
    const stored = await this.#read(variable, branch, first, head.index)
    return holdsLines([...stored, { first: (before?.index ?? -1) + 1, lines: added }], first, lines)
  }

  #isStored({ variable, index }: Mark): boolean {
    const bounds = { first: index, last: index }
    return [...this.#branches.values()].some(
      branch =>
        branch.variable === variable && index <= (branch.head?.index ?? -1) && !isWithin(bounds, branch.gaps),
    )
  }

  #keep(run: Run): void {
    const branch = this.#branch(run.variable, run.branch)
    branch.head = run.head
    for (const line of run.lines) branch.lines.push(line)
    this.runs.push(run)
  }

  #mark({ variable, name, index, hash }: Mark): boolean {
    if (this.#marks.has(branchKey(variable, name))) return false
    const mark = { variable, name, index, hash }
    this.addMark(mark)
    this.newMarks.push(mark)
    return true
  }

  #marked({ variable, name }: Mark): Mark | undefined {
    return this.#marks.get(branchKey(variable, name))
  }

  #branch(variable: string, branch: string): Branch {
    const key = branchKey(variable, branch)
    let found = this.#branches.get(key)
    if (!found)
      this.#branches.set(key, (found = { variable, branch, before: null, head: null, lines: [], gaps: [] }))
    return found
  }
}

/** Tells whether lines up to a head may be there, from where the branch stands. */
export function mayBeKept(head: Head, actual: Head): boolean {
  return actual.index > head.index || sameHead(actual, head)
}
