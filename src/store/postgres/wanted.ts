import { VarveError } from '../../errors.ts'
import { runText } from '../appending/run-text.ts'
import type { Head, Run, Unit } from '../store.ts'
import type { Wanted } from './append-statement.ts'
import type { ShownInUnit } from './querying/shown.ts'
import { isStorable } from './stored-name.ts'

/** Runs of one branch that follow each other. */
interface Chain {
  group: number
  readonly expected: Head | null
  readonly lines: string[]
  head: Head
  keyframe: Wanted['keyframe']
  readonly variable: string
  readonly branch: string
}

/** Joins runs of a branch, one behind the other, to one; `undefined` where one does not follow. */
export class Chains {
  readonly #chains = new Map<string, Chain>()

  /** Adds a run to a group, which may become part of an earlier one; tells whether it follows. */
  add(run: Run, groups: Groups, unit: number): boolean {
    const { variable, branch, expected, head } = run
    const key = branchKey(variable, branch)
    const before = this.#chains.get(key)
    const keyframe = run.keyframe === undefined ? undefined : { ...head, value: run.keyframe }
    if (!before) {
      const chain = { group: unit, variable, branch, expected, head, keyframe, lines: [...run.lines] }
      this.#chains.set(key, chain)
      return true
    }
    if (!sameHead(before.head, expected)) return false
    groups.join(before.group, unit)
    for (const line of run.lines) before.lines.push(line)
    before.head = head
    before.keyframe = keyframe ?? before.keyframe
    return true
  }

  has(variable: string, branch: string): boolean {
    return this.#chains.has(branchKey(variable, branch))
  }

  /** What is to be asked for them; `groupOf` tells under which number. */
  wanted(groupOf: (unit: number) => number): Wanted[] {
    return [...this.#chains.values()].map(({ lines, group, ...chain }) => ({
      ...chain,
      group: groupOf(group),
      body: storable(runText(lines), chain),
      keyframe: chain.keyframe && { ...chain.keyframe, value: storable(chain.keyframe.value, chain) },
    }))
  }
}

/** Which units are kept together, since one goes on where another ends. */
export class Groups {
  readonly #parents: number[]

  constructor(count: number) {
    this.#parents = Array.from({ length: count }, (_, i) => i)
  }

  of(unit: number): number {
    const parent = this.#parents[unit]!
    return parent === unit ? unit : (this.#parents[unit] = this.of(parent))
  }

  join(a: number, b: number): void {
    const [first, second] = [this.of(a), this.of(b)]
    this.#parents[Math.max(first, second)] = Math.min(first, second)
  }
}

/** What one statement can be asked for, and in which group each unit is. */
export interface Question {
  readonly wanted: readonly Wanted[]
  readonly groups: Groups
  readonly shown: readonly ShownInUnit[]
}

/**
 * Makes one statement's question of units; undefined where it takes more to decide what becomes of each: marks need a look at
 * what is there, a head that must not exist has no row to be locked, and order counts where a unit reads what another writes.
 */
export function questionOf(units: readonly Unit[]): Question | undefined {
  const groups = new Groups(units.length)
  const chains = new Chains()
  const reads: Wanted[] = []
  const shown: ShownInUnit[] = []
  for (const [i, { runs, reads: heads = [], marks = [], shown: shows = [] }] of units.entries()) {
    if (marks.length > 0) return undefined
    for (const { variable, branch, expected } of heads) {
      if (!expected || !isPlain(expected) || chains.has(variable, branch)) return undefined
      const common = { group: i, variable, branch, expected, head: expected }
      reads.push({ ...common, body: undefined, keyframe: undefined })
    }
    for (const each of shows) shown.push({ unit: i, shown: each })
    for (const run of runs) {
      if (!isPlain(run.head) || (run.expected && !isPlain(run.expected))) return undefined
      if (!chains.add(run, groups, i)) return undefined
    }
  }
  const groupOf = (unit: number): number => groups.of(unit)
  return {
    wanted: [...chains.wanted(groupOf), ...reads.map(r => ({ ...r, group: groupOf(r.group) }))],
    groups,
    shown: shown.map(({ unit, shown: each }) => ({ unit: groupOf(unit), shown: each })),
  }
}

/** Names a branch of a variable, whatever is in the names. */
export function branchKey(variable: string, branch: string): string {
  return `${variable.length}:${variable}${branch}`
}

/** Tells whether two heads are the same, or both are none. */
export function sameHead(a: Head | null | undefined, b: Head | null | undefined): boolean {
  if (!a || !b) return !a && !b
  return a.index === b.index && a.hash === b.hash
}

/** Tells whether a head can stand at all: what else a caller hands in is told that it does not. */
function isPlain({ index, hash }: Head): boolean {
  return Number.isSafeInteger(index) && /^[0-9a-f]{64}$/.test(hash)
}

function storable(text: string, { variable, branch }: { variable: string; branch: string }): string {
  if (isStorable(text)) return text
  const message = `Nothing of the append was kept: ${variable} (${branch}) has a line with U+0000 or half a surrogate pair. Write them as JSON does, with \\u.`
  throw new VarveError('REFUSED', message, {})
}
