import { VarveError } from '../errors.ts'
import type { StoredGap } from '../history/gap.ts'
import { lineIndex } from '../history/line.ts'
import type { PortableMark } from '../history/portable.ts'
import { mainBranch as branch } from '../recorder/stored.ts'
import { isExclusive, isForgetful } from '../store/capabilities.ts'
import type { Head, Outcome, SyncStore } from '../store/store.ts'

/** A history, or the end of one, that is to stand in a store as it is. */
export interface Written {
  readonly variable: string
  /** The head that it goes on from; null where the variable is new. */
  readonly expected: Head | null
  readonly head: Head
  /** Behind `expected`, without those that were forgotten. */
  readonly lines: readonly string[]
  /** All that the branch has afterwards; none where they stay as they are. */
  readonly gaps: readonly StoredGap[]
  readonly marks: readonly PortableMark[]
}

/**
 * Writes lines as they are, as a whole or not at all. Where some of them were forgotten, a store wants to have had them:
 * stand-ins are written in their place and forgotten right away, and nobody else sees anything until both are done.
 */
export function writeHistory(store: SyncStore, written: Written): Outcome {
  if (written.gaps.length === 0) return write(store, written)
  if (!isForgetful(store) || !isExclusive(store)) {
    const message = `${written.variable}: this store cannot take a history that has forgotten`
    throw new VarveError('REFUSED', message, {})
  }
  const { variable, head: expected, gaps } = written
  try {
    return store.exclusivelySync(() => {
      mustBeOk(write(store, written))
      return mustBeOk(store.forgetSync({ variable, branch, expected, gaps }))
    })
  } catch (error) {
    if (error instanceof Lost) return error.outcome
    throw error
  }
}

/** Thrown so that nothing stays of what was written before. */
class Lost extends Error {
  readonly outcome: Outcome

  constructor(outcome: Outcome) {
    super('what was expected did not stand')
    this.outcome = outcome
  }
}

function mustBeOk(outcome: Outcome): Outcome {
  if (outcome.ok) return outcome
  throw new Lost(outcome)
}

function write(store: SyncStore, written: Written): Outcome {
  const { variable, expected, head, lines, marks } = written
  const runs = lines.length > 0 ? [{ variable, branch, expected, lines: withStandIns(written), head }] : []
  if (runs.length === 0 && marks.length === 0) return { ok: true, repeated: true }
  return store.appendSync([{ runs, marks: marks.map(mark => ({ variable, ...mark })) }])[0]!
}

function withStandIns({ expected, lines }: Written): string[] {
  const all: string[] = []
  let next = (expected?.index ?? -1) + 1
  for (const line of lines) {
    for (const index = lineIndex(line); next < index; next++) all.push(standIn(next))
    all.push(line)
    next++
  }
  return all
}

function standIn(index: number): string {
  return `{"i":${index},"k":"forgotten"}`
}
