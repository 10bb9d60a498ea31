import type { Forgetting, Gap, Head, Mark, Outcome } from '../store.ts'

/** What a store has where it is asked to forget. */
export interface Standing {
  readonly head: Head
  readonly gaps: readonly Gap[]
  readonly marks: readonly Mark[]
}

/** Decides what becomes of a forgetting, before anything is changed; undefined where it is to be done. */
export function refusal(forgetting: Forgetting, { head, gaps, marks }: Standing): Outcome | undefined {
  const { variable, branch, expected, gaps: wanted } = forgetting
  if (sameGaps(gaps, wanted)) return { ok: true, repeated: true }
  const { index, hash } = head
  const stands = index === expected.index && hash === expected.hash
  if (!stands || !areInOrder(wanted) || !lieBelow(wanted, index) || !gaps.every(gap => isWithin(gap, wanted)))
    return { ok: false, variable, branch, actual: { index, hash } }
  // Marks say nothing of branches, so an index is taken for one of this branch: it keeps too much rather than too little.
  const mark = marks.find(named => isWithin({ first: named.index, last: named.index }, wanted))
  return mark && { ok: false, variable, mark }
}

/** Tells whether consecutive indexes lie in one of some gaps. */
export function isWithin({ first, last }: Bounds, gaps: readonly Bounds[]): boolean {
  return gaps.some(gap => gap.first <= first && last <= gap.last)
}

/** Tells whether two gaps are the same, to the letter. */
export function sameGap(a: Gap, b: Gap): boolean {
  return a.first === b.first && a.last === b.last && a.record === b.record && a.base === b.base
}

type Bounds = Pick<Gap, 'first' | 'last'>

function sameGaps(a: readonly Gap[], b: readonly Gap[]): boolean {
  return a.length === b.length && a.every((gap, i) => sameGap(gap, b[i]!))
}

function areInOrder(gaps: readonly Gap[]): boolean {
  return gaps.every(({ first, last }, i) => {
    const lowest = i === 0 ? 0 : gaps[i - 1]!.last + 2
    return Number.isSafeInteger(first) && Number.isSafeInteger(last) && lowest <= first && first <= last
  })
}

function lieBelow(gaps: readonly Gap[], head: number): boolean {
  return gaps.every(gap => gap.last < head)
}
