import type { Gap } from '../store/store.ts'

/** A gap with a record and a base that say which it is. */
export function gap(first: number, last: number): Gap {
  return { first, last, record: `{"first":${first},"last":${last}}`, base: String(last) }
}

/** Ever more gaps, by steps that open, widen and merge them. */
export function growing(head: number): Gap[][] {
  const forgotten = new Set<number>()
  const steps: Gap[][] = []
  for (let n = 1; n <= 40; n++) {
    const first = (n * 37) % head
    for (let index = first; index < Math.min(first + (n % 5) + 1, head); index++) forgotten.add(index)
    const gaps = gapsAt(forgotten)
    if (bounds(gaps) !== bounds(steps.at(-1) ?? [])) steps.push(gaps)
  }
  return steps
}

function gapsAt(indexes: ReadonlySet<number>): Gap[] {
  const gaps: Gap[] = []
  for (const index of [...indexes].sort((a, b) => a - b)) {
    const before = gaps.at(-1)
    if (before?.last === index - 1) gaps[gaps.length - 1] = gap(before.first, index)
    else gaps.push(gap(index, index))
  }
  return gaps
}

/** The bounds of gaps, as text. */
export function bounds(gaps: readonly Gap[]): string {
  return gaps.map(({ first, last }) => `${first}…${last}`).join(', ')
}

/** The model: all lines from an index to another, without those in gaps. */
export function without(
  lines: readonly string[],
  gaps: readonly Gap[],
  from: number = 0,
  to: number = Infinity,
): string[] {
  return lines.filter(
    (_, index) =>
      index >= from && index <= to && !gaps.some(({ first, last }) => first <= index && index <= last),
  )
}
