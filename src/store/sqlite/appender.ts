import { firstBranch, lostMark, strayMark } from '../appending/stray-mark.ts'
import type { Head, Mark, Outcome, Run, Unit } from '../store.ts'
import type { Connection } from './connection.ts'
import type { HeadCache } from './head-cache.ts'
import { keepKeyframe } from './keyframes.ts'
import { areKept } from './lines.ts'
import { isMarked, isStored, keepMark, takenMark } from './marks.ts'
import { Shower } from './querying/shower.ts'
import { RunWriter } from './run-writer.ts'
import { inTransaction } from './transaction.ts'

const DONE: Outcome = Object.freeze({ ok: true, repeated: false })
const REPEATED: Outcome = Object.freeze({ ok: true, repeated: true })

/** Keeps units, each all or none: all checks of a unit come before its first write. */
export class Appender {
  readonly #connection: Connection
  readonly #heads: HeadCache
  readonly #writer: RunWriter
  readonly #shower: Shower

  constructor(connection: Connection, heads: HeadCache) {
    this.#connection = connection
    this.#heads = heads
    this.#writer = new RunWriter(connection, heads)
    this.#shower = new Shower(connection)
  }

  /** Keeps the units in one transaction and one fsync; whatever fails, nothing of it stays. */
  append(units: readonly Unit[]): readonly Outcome[] {
    return inTransaction(this.#connection, this.#heads, () => units.map(unit => this.#appendUnit(unit)))
  }

  #appendUnit({ runs, reads, marks, shown }: Unit): Outcome {
    const lost = runs.find(run => !this.#stands(run))
    if (lost) return runs.every(run => this.#isKept(run)) ? REPEATED : this.#lost(lost)
    for (const read of reads ?? []) {
      this.#heads.load(read.variable, read.branch)
      if (!this.#stands(read)) return this.#lost(read)
    }
    const taken = marks && takenMark(this.#connection, marks)
    if (taken) return { ok: false, variable: taken.variable, mark: taken }
    const stray = marks && this.#strayMark(marks, runs)
    if (stray) return lostMark(stray, this.#actual(stray.variable, firstBranch))
    for (const run of runs) this.#keep(run)
    for (const each of shown ?? []) this.#shower.show(each)
    const news = (marks ?? []).filter(mark => keepMark(this.#connection, mark))
    return marks?.length && runs.length + news.length === 0 ? REPEATED : DONE
  }

  /** Where what is remembered doesn't fit, the file has the word. */
  #stands({
    variable,
    branch,
    expected,
  }: {
    variable: string
    branch: string
    expected: Head | null
  }): boolean {
    const known = this.#heads.get(variable, branch)
    if (known === undefined) return expected === null
    if (fits(known, expected)) return true
    return fits(this.#heads.load(variable, branch), expected)
  }

  #lost({ variable, branch }: { variable: string; branch: string }): Outcome {
    return { ok: false, variable, branch, actual: this.#actual(variable, branch) }
  }

  #actual(variable: string, branch: string): Head | null {
    const slot = this.#heads.load(variable, branch)
    return slot ? { index: slot.index, hash: slot.hash } : null
  }

  #strayMark(marks: readonly Mark[], runs: readonly Run[]): Mark | undefined {
    return strayMark(marks, runs, {
      isStored: mark => isStored(this.#connection, mark),
      isMarked: mark => isMarked(this.#connection, mark),
    })
  }

  #isKept({ variable, branch, lines, head }: Run): boolean {
    const slot = this.#heads.load(variable, branch)
    if (!slot || slot.index < head.index) return false
    if (slot.index === head.index && slot.hash !== head.hash) return false
    return areKept(this.#connection, variable, branch, head.index - lines.length + 1, lines)
  }

  #keep(run: Run): void {
    const slot = this.#writer.keep(run)
    if (run.keyframe !== undefined) keepKeyframe(this.#connection, slot, run.keyframe)
  }
}

function fits(slot: Head | undefined, expected: Head | null): boolean {
  if (!slot || !expected) return !slot && !expected
  return slot.index === expected.index && slot.hash === expected.hash
}
