import { isWithin } from '../forgetting/refusal.ts'
import type { HeldBranch } from '../held.ts'
import type { HeldLines } from '../held-lines.ts'
import type { Mark } from '../store.ts'

/**
 * Puts back what `known` has and `found` lacks, where somebody has written an older state of the file over a newer one: an
 * editor that had it open, or git. What has another history stays as it was found. Tells whether anything was put back.
 */
export function putBack(found: HeldLines, known: HeldLines): boolean {
  let isMore = false
  const copy = known.copy()
  for (const [variable, branches] of copy.variables) {
    const own = found.variables.get(variable) ?? new Map<string, HeldBranch>()
    for (const [branch, held] of branches) {
      const theirs = own.get(branch)
      if (theirs && !isBehind(theirs, held)) continue
      own.set(branch, held)
      found.variables.set(variable, own)
      isMore = true
    }
  }
  for (const [variable, marks] of copy.marksByVariable)
    for (const mark of marks.values()) if (putMarkBack(found, variable, mark)) isMore = true
  return isMore
}

/** Whether a branch is an earlier state of another: all that both have is the same, and it ends before. */
function isBehind(theirs: HeldBranch, known: HeldBranch): boolean {
  if (theirs.head.index >= known.head.index) return false
  const lines = new Map(
    known.stretches.flatMap(({ first, lines: all }) => all.map((line, i) => [first + i, line])),
  )
  return theirs.stretches.every(({ first, lines: all }) =>
    all.every((line, i) => (lines.get(first + i) ?? line) === line),
  )
}

function putMarkBack(found: HeldLines, variable: string, mark: Mark): boolean {
  const marks = found.marksByVariable.get(variable) ?? new Map<string, Mark>()
  const bounds = { first: mark.index, last: mark.index }
  const isThere = [...(found.variables.get(variable)?.values() ?? [])].some(
    ({ head, gaps }) => mark.index <= head.index && !isWithin(bounds, gaps),
  )
  if (marks.has(mark.name) || !isThere) return false
  found.marksByVariable.set(variable, marks.set(mark.name, mark))
  return true
}
