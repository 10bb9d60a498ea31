import type { Head, Outcome, Unit } from '../store.ts'
import { appendStatement, appendValues, type Refused } from './append-statement.ts'
import type { Connection } from './connection.ts'
import { lockedAppend } from './locked-append.ts'
import { mayBeKept } from './standing.ts'
import { type Question, questionOf, sameHead } from './wanted.ts'

const DONE: Outcome = Object.freeze({ ok: true, repeated: false })

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
    const outcomes = units.map((unit, i) =>
      outcomeOf(unit, found.get(groups.of(i)), isAlone(groups, units, i)),
    )
    return this.#decideRest(units, outcomes)
  }

  /** What lost as a group, or may be there already, is decided unit by unit. */
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

/** What became of a unit, from the heads that its group has found; undefined where that leaves it open. */
function outcomeOf(unit: Unit, found: readonly Found[] | undefined, isAlone: boolean): Outcome | undefined {
  if (!found) return DONE
  if (!isAlone) return undefined
  const standingOf = (one: { variable: string; branch: string }): Head | null =>
    found.find(({ asked }) => asked.variable === one.variable && asked.branch === one.branch)?.actual ?? null
  const stands = (one: Unit['runs'][number]): boolean => sameHead(standingOf(one), one.expected)
  const mayBeThere = unit.runs.length > 0 && unit.runs.every(run => isMaybe(run.head, standingOf(run)))
  if (mayBeThere) return undefined
  const lost =
    unit.runs.find(run => !stands(run)) ??
    unit.reads?.find(read => !sameHead(standingOf(read), read.expected))
  if (!lost) return undefined
  const { variable, branch } = lost
  return { ok: false, variable, branch, actual: standingOf(lost) }
}

function isMaybe(head: Head, actual: Head | null): boolean {
  return actual !== null && mayBeKept(head, actual)
}

function isAlone(groups: Question['groups'], units: readonly Unit[], unit: number): boolean {
  const group = groups.of(unit)
  return units.every((_, other) => other === unit || groups.of(other) !== group)
}
