import { isVarveError } from '../errors.ts'
import { applyKept } from '../value/apply.ts'
import type { Kept } from '../value/kept.ts'
import type { Patches } from '../value/path.ts'
import { same } from '../value/same.ts'
import type { Chain } from './chain.ts'
import { Entry, type Change } from './entry.ts'
import type { Gap } from './gap.ts'
import { revisionHash } from './hash.ts'
import { parseLine } from './line.ts'

/** Notes a problem at an index. */
export type Tell = (index: number, message: string) => void

/** Revisions whose patches are applied together: a value is copied once for all of them. */
const together = 256

/**
 * Checks what the lines of a chain say: their form, times, the gaps they name, and that each value can be made from the
 * one before. `see` hears of the values at these indexes, and of others that were made on the way.
 */
export function checkLines(
  variable: string,
  chain: Chain,
  tell: Tell,
  at: ReadonlySet<number>,
  see: (index: number, value: Kept) => void,
): void {
  const { indexes, lines, gaps, covered } = chain
  const replay = new CheckedReplay(tell, see)
  const names = new NamedGaps(gaps.all, tell)
  let time = -Infinity
  let next = 0
  const take = (index: number, line: string) => {
    const entry = attempt(index, tell, () => Entry.fromLine(parseLine(line, variable, index)))
    if (entry && entry.time < time) tell(index, 'it says it was recorded earlier than the revision before it')
    time = entry?.time ?? time
    if (entry) names.add(entry)
    replay.add(index, entry && attempt(index, tell, () => entry.change))
  }
  const cross = (gap: Gap) => {
    const { first, last, facts } = gap
    if (facts.from < time) tell(first, 'the gap says it begins earlier than the revision before it')
    const forgotten = covered.get(gap) ?? []
    if (forgotten.length > 0 && !areOf(gap, forgotten))
      tell(first, 'lines stand in the gap that were never in it')
    else for (const [place, line] of forgotten.entries()) take(first + place, line)
    replay.flush()
    const made = replay.at
    time = facts.to
    replay.restart(last, () => gap.value)
    if (made?.index === last && replay.at && !same(made.value, replay.at.value))
      tell(last, 'the base of the gap is another value than the lines in it lead to')
  }
  for (const [place, index] of indexes.entries()) {
    while (next < gaps.all.length && gaps.all[next]!.last < index) cross(gaps.all[next++]!)
    take(index, lines[place]!)
    if (at.has(index)) replay.flush()
  }
  replay.flush()
}

/** Whether these are the very lines that a gap took the place of: they are there where they were read before it was made. */
function areOf({ facts }: Gap, lines: readonly string[]): boolean {
  return (
    lines.length === facts.last - facts.first + 1 && lines.reduce(revisionHash, facts.before) === facts.after
  )
}

/** Runs it; what it throws is a problem, but for what this program lacks. */
function attempt<R>(index: number, tell: Tell, fn: () => R): R | undefined {
  try {
    return fn()
  } catch (error) {
    if (isVarveError(error, 'MISSING_PACKAGE')) throw error
    tell(index, (error as Error).message)
    return undefined
  }
}

/** Looks whether gaps that lines name are there. One that another took in is not: that one was made after the line. */
class NamedGaps {
  readonly #heads: ReadonlyMap<string, number>
  /** Where the head was when the last gap was made. */
  readonly #latest: number
  readonly #tell: Tell

  constructor(gaps: readonly Gap[], tell: Tell) {
    this.#heads = new Map(gaps.map(({ hash, facts }) => [hash, facts.head]))
    this.#latest = gaps.reduce((latest, { facts }) => Math.max(latest, facts.head), -1)
    this.#tell = tell
  }

  add({ index, namedGaps }: Entry): void {
    for (const hash of namedGaps) {
      const head = this.#heads.get(hash)
      if (head === undefined ? this.#latest < index : head >= index)
        this.#tell(index, `it names a gap that is none of those before it (${hash.slice(0, 12)}…)`)
    }
  }
}

/** Makes the values one after the other, many at once where nobody looks. */
class CheckedReplay {
  readonly #tell: Tell
  readonly #see: (index: number, value: Kept) => void
  /** The last value that was made; undefined where none could. */
  at: { readonly index: number; readonly value: Kept } | undefined
  #batch: { readonly index: number; readonly patches: Patches }[] = []

  constructor(tell: Tell, see: (index: number, value: Kept) => void) {
    this.#tell = tell
    this.#see = see
  }

  restart(index: number, value: () => Kept): void {
    this.flush()
    const made = attempt(index, this.#tell, () => ({ index, value: value() }))
    this.at = made
    if (made) this.#see(index, made.value)
  }

  add(index: number, change: Change | undefined): void {
    const last = this.#batch.at(-1)?.index ?? this.at?.index
    if (!change || ('patches' in change && last !== index - 1)) {
      this.flush()
      this.at = undefined
    } else if ('whole' in change) {
      this.restart(index, () => change.whole)
    } else if (this.#batch.push({ index, patches: change.patches }) >= together) this.flush()
  }

  flush(): void {
    const batch = this.#batch
    const last = batch.at(-1)
    if (!last || !this.at) return
    this.#batch = []
    const { value } = this.at
    try {
      this.at = {
        index: last.index,
        value: applyKept(
          value,
          batch.flatMap(({ patches }) => patches),
        ),
      }
      this.#see(last.index, this.at.value)
    } catch {
      this.#oneByOne(value, batch)
    }
  }

  /** Finds the one that does not fit. */
  #oneByOne(start: Kept, batch: readonly { readonly index: number; readonly patches: Patches }[]): void {
    let value = start
    for (const { index, patches } of batch) {
      const next = attempt(index, this.#tell, () => ({ index, value: applyKept(value, patches) }))
      this.at = next
      if (!next) return
      value = next.value
    }
  }
}
