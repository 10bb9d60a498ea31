import { holdsLines } from '../forgetting/stretches.ts'
import type { Head, Outcome, Unit } from '../store.ts'
import { appendStatement, appendValues, type Refused } from './append-statement.ts'
import type { Connection } from './connection.ts'
import { lockedAppend } from './locked-append.ts'
import { Reading } from './reading.ts'
import { mayBeKept } from './standing.ts'
import { type Question, questionOf, sameHead } from './wanted.ts'

const DONE: Outcome = Object.freeze({ ok: true, repeated: false })
const REPEATED: Outcome = Object.freeze({ ok: true, repeated: true })

/** Keeps units: in one statement where that can decide what becomes of each, otherwise in one transaction. */
export class Appender {
  readonly #connection: Connection

  constructor(connection: Connection) {
    this.#connection = connection
  }

  async append(units: readonly Unit[]): Promise<readonly Outcome[]> {
    const question = questionOf(units)
    return question ? this.#ask(units, question) : this.#locked(units)
  }

  async #ask(units: readonly Unit[], { wanted, groups, shown }: Question): Promise<readonly Outcome[]> {
    if (wanted.length === 0) return units.map(() => DONE)
    const [statement, values] = [appendStatement(wanted, shown.length > 0), appendValues(wanted, shown)]
    const refused = await this.#connection.write(() =>
      this.#connection.ask<Refused>(statement, values).catch(unlessShownTwice),
    )
    if (refused === 'shown twice') return this.#locked(units)
    if (refused.length === 0) return units.map(() => DONE)
    const found = new Map<number, Found[]>()
    for (const { place, idx, stands } of refused) {
      const asked = wanted[Number(place) - 1]!
      const actual = stands === null ? null : { index: Number(idx), hash: stands }
      found.set(asked.group, [...(found.get(asked.group) ?? []), { asked, actual }])
    }
    const outcomes: (Outcome | undefined)[] = units.map((_, i) =>
      found.has(groups.of(i)) ? undefined : DONE,
    )
    for (const [group, heads] of found) {
      const members = units.flatMap((_, i) => (groups.of(i) === group ? [i] : []))
      const isThere = await this.#areKept(
        members.map(i => units[i]!),
        heads,
      )
      for (const i of members)
        outcomes[i] = isThere ? REPEATED : members.length === 1 ? lossOf(units[i]!, heads) : undefined
    }
    return this.#decideRest(units, outcomes)
  }

  /** Lines that are there stay there, so it takes one look, and no lock, to tell that they were kept before. */
  async #areKept(units: readonly Unit[], heads: readonly Found[]): Promise<boolean> {
    const runs = units.flatMap(unit => unit.runs)
    if (runs.length === 0 || units.some(unit => unit.runs.length === 0)) return false
    if (!runs.every(run => isMaybe(run.head, standingOf(run, heads)))) return false
    const reading = new Reading(this.#connection)
    for (const { variable, branch, lines, head } of runs) {
      const first = head.index - lines.length + 1
      const stretches = await reading.stretches(variable, branch, first, head.index)
      if (!holdsLines(stretches, first, lines)) return false
    }
    return true
  }

  /** What lost as a group is decided unit by unit. */
  async #decideRest(
    units: readonly Unit[],
    outcomes: readonly (Outcome | undefined)[],
  ): Promise<readonly Outcome[]> {
    const rest = units.filter((_, i) => outcomes[i] === undefined)
    if (rest.length === 0) return outcomes as readonly Outcome[]
    const decided = [...(await this.#locked(rest, outcomes.includes(DONE)))]
    return outcomes.map(outcome => outcome ?? decided.shift()!)
  }

  async #locked(units: readonly Unit[], isPartKept = false): Promise<readonly Outcome[]> {
    const connection = this.#connection
    try {
      return await connection.write(() =>
        connection.transaction(sender => lockedAppend(connection, sender, units)),
      )
    } catch (error) {
      if (!isPartKept) throw error
      const message = `${connection.place.name}: a part of the append was kept, and what became of the rest could not be found out. Send the same again to know.`
      throw new Error(message, { cause: error })
    }
  }
}

/** Where a key is that of another variable, that has to be taken away first. */
function unlessShownTwice(error: unknown): 'shown twice' {
  if ((error as { constraint?: unknown } | null)?.constraint === 'one_current') return 'shown twice'
  throw error
}

interface Found {
  readonly asked: Question['wanted'][number]
  readonly actual: Head | null
}

function standingOf(
  { variable, branch }: { variable: string; branch: string },
  heads: readonly Found[],
): Head | null {
  return heads.find(({ asked }) => asked.variable === variable && asked.branch === branch)?.actual ?? null
}

/** To which head a unit has lost, of those that were found; undefined where each of them stands. */
function lossOf({ runs, reads = [] }: Unit, heads: readonly Found[]): Outcome | undefined {
  const lost = [...runs, ...reads].find(one => !sameHead(standingOf(one, heads), one.expected))
  if (!lost) return undefined
  const { variable, branch } = lost
  return { ok: false, variable, branch, actual: standingOf(lost, heads) }
}

function isMaybe(head: Head, actual: Head | null): boolean {
  return actual !== null && mayBeKept(head, actual)
}
