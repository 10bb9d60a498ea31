import type { Gaps } from '../history/gaps.ts'
import { lineIndex } from '../history/line.ts'
import type { PortableHistory } from '../history/portable-reader.ts'
import type { PortableMark } from '../history/portable.ts'
import { verify } from '../history/verify.ts'
import { mainBranch, readStoredSync, trackOf, type Stored } from '../recorder/stored.ts'
import type { Head, SyncStore } from '../store/store.ts'
import { CommandFailure } from './exit-codes.ts'
import type { Written } from './write-history.ts'

/** What a store lacks of a history that comes from elsewhere. */
export interface Joined extends Written {
  /** Index of the first revision that is taken over; behind the head where there is none. */
  readonly first: number
}

/**
 * Finds what a store lacks of a history. It is refused where the two go apart behind a common beginning, and where that
 * cannot be told, since one has forgotten what the other has.
 */
export function joinHistories(store: SyncStore, theirs: PortableHistory): Joined {
  const { name: variable, branch, head, gaps } = theirs
  if (branch !== mainBranch) throw apart(`${variable}: its branch '${branch}' cannot be imported`)
  const stored = readStoredSync(store, variable)
  if (stored) return goingOn(stored, theirs)
  return {
    variable,
    expected: null,
    head,
    lines: theirs.lines,
    gaps: gaps.all,
    marks: theirs.marks,
    first: 0,
  }
}

function goingOn(stored: Stored, theirs: PortableHistory): Joined {
  const { name: variable } = theirs
  const { timeline } = trackOf(variable, stored)
  const ours = (index: number) => hashIn(timeline.gaps, index, at => timeline.hash(at))
  const [here, there] = [stored.head, theirs.head]
  const first = here.index + 1
  if (there.index < first) {
    mustMeet(variable, there, ours(there.index), 'this file')
    const marks = newMarks(stored, theirs, index => !timeline.gaps.has(index))
    return { variable, expected: here, head: here, lines: [], gaps: [], marks, first }
  }
  const their = hashIn(theirs.gaps, here.index, at => theirs.hashes[theirs.gaps.positionOf(at)]!)
  mustMeet(variable, here, their, 'what is imported')
  const lines = theirs.lines.filter(line => lineIndex(line) >= first)
  const more = theirs.gaps.all.filter(gap => gap.first >= first)
  const gaps = [...stored.gaps, ...more]
  const [problem] = verify({ variable, head: there, lines: [...stored.lines, ...lines], gaps, marks: [] })
  if (problem) {
    const hint = 'prune here what was forgotten there, or import into a new file'
    throw apart(`${variable}: the two cannot be put together (${problem.message}); ${hint}`)
  }
  const marks = newMarks(stored, theirs, index => index >= first || !timeline.gaps.has(index))
  return { variable, expected: here, head: there, lines, gaps: more.length > 0 ? gaps : [], marks, first }
}

/** The hash at an index; of what was forgotten only that of the last revision in each gap is left. */
function hashIn(gaps: Gaps, index: number, hash: (index: number) => string): string | undefined {
  const gap = gaps.at(index)
  if (!gap) return hash(index)
  return gap.last === index ? gap.facts.after : undefined
}

function mustMeet(variable: string, { index, hash }: Head, found: string | undefined, where: string): void {
  if (found === hash) return
  if (found === undefined) {
    const message = `${variable}: ${where} has forgotten @${index}, so nobody can tell whether the two are one history`
    throw apart(`${message}; import into a new file`)
  }
  throw apart(
    `${variable}: neither history goes on from the other, they differ in @${index} or before; import into a new file`,
  )
}

function newMarks(
  stored: Stored,
  { name: variable, marks }: PortableHistory,
  isThere: (index: number) => boolean,
): PortableMark[] {
  return marks.filter(({ name, index, hash }) => {
    const known = stored.marks.find(mark => mark.name === name)
    if (known && known.hash !== hash)
      throw apart(`${variable}: the mark '${name}' names @${known.index} here and @${index} there`)
    return !known && isThere(index)
  })
}

function apart(message: string): CommandFailure {
  return new CommandFailure('conflict', message)
}
