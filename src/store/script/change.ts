import { isWithin } from '../forgetting/refusal.ts'
import { holdsLines } from '../forgetting/stretches.ts'
import type { HeldLines } from '../held-lines.ts'
import type { Forgetting, Gap, Mark, Run, Unit } from '../store.ts'
import { BadBlock } from './bad-block.ts'

/** What was done to what a script holds, as a journal has it. */
export type Change = { readonly unit: Pick<Unit, 'runs' | 'marks'> } | { readonly forgetting: Forgetting }

/** Does again what was done. What the script has already is passed over; `BadBlock` for what does not go on from what it has. */
export function redo(held: HeldLines, change: Change): void {
  if ('forgetting' in change) return forget(held, change.forgetting)
  const { runs, marks = [] } = change.unit
  const news = runs.filter(run => !isThere(held, run))
  const [outcome] = held.append([{ runs: news, marks }])
  if (outcome!.ok) return
  // A mark of what has been forgotten since is no loss.
  if (news.length > 0 || !('mark' in outcome!))
    throw doesNotFollow(runs[0]?.variable ?? marks[0]?.variable ?? '')
}

function isThere(held: HeldLines, { variable, branch, lines, head }: Run): boolean {
  const kept = held.variables.get(variable)?.get(branch)
  if (!kept || kept.head.index < head.index) return false
  const first = head.index - lines.length + 1
  if (holdsLines(kept.stretches, first, lines)) return true
  if (isWithin({ first, last: head.index }, kept.gaps)) return true
  throw doesNotFollow(variable)
}

function forget(held: HeldLines, forgetting: Forgetting): void {
  const { ok } = held.forget(forgetting)
  const { variable, branch, gaps } = forgetting
  const known: readonly Gap[] = held.gaps(variable, branch)
  if (!ok && !gaps.every(gap => isWithin(gap, known))) throw doesNotFollow(variable)
}

function doesNotFollow(variable: string): BadBlock {
  return new BadBlock(`what its journal has of ${variable} does not go on from what it has`)
}

/** A change as JSON, with nothing in it but what is needed to do it again. */
export function changeText(change: Change): string {
  if ('forgetting' in change) {
    const { variable, branch, expected, gaps } = change.forgetting
    return JSON.stringify({ forgetting: { variable, branch, expected, gaps } })
  }
  const { runs, marks = [] } = change.unit
  return JSON.stringify({ unit: { runs: runs.map(plainRun), marks: marks.map(plainMark) } })
}

function plainRun({ variable, branch, expected, lines, head, keyframe }: Run): Run {
  return { variable, branch, expected, lines, head, ...(keyframe !== undefined && { keyframe }) }
}

function plainMark({ variable, name, index, hash }: Mark): Mark {
  return { variable, name, index, hash }
}
