import type { StoredGap } from './gap.ts'
import type { Timeline } from './timeline.ts'

/** What stands at the beginning of each variable in a portable text. */
export interface PortableHeader {
  readonly varve: 1
  readonly name: string
  readonly branch: string
  readonly head: { readonly index: number; readonly hash: string }
  /** How many marks come at the end. */
  readonly marks: number
}

/** A mark as it travels. */
export interface PortableMark {
  readonly name: string
  readonly index: number
  readonly hash: string
}

/** What is written of one variable. */
export interface PortableSource {
  readonly name: string
  readonly branch: string
  readonly head: { readonly index: number; readonly hash: string }
  /** Those that are left, by index. */
  readonly lines: Iterable<readonly [index: number, line: string]>
  readonly gaps: readonly StoredGap[]
  readonly marks: readonly PortableMark[]
}

/**
 * Writes a history as the NDJSON in which it travels, a text without a line break for each of its lines: a header, the
 * lines with gaps in their places, the marks.
 */
export function* exportLines(source: PortableSource): Generator<string, undefined> {
  const { name, branch, head, lines, gaps, marks } = source
  yield headerLine({ varve: 1, name, branch, head, marks: marks.length })
  let next = 0
  for (const [index, line] of lines) {
    while (next < gaps.length && gaps[next]!.first < index) yield gapLine(gaps[next++]!)
    yield line
  }
  for (const mark of marks) yield markLine(mark)
}

/** As `exportLines`, of what a timeline has now. */
export function exportTimeline(
  timeline: Timeline,
  marks: ReadonlyMap<string, number>,
): Generator<string, undefined> {
  const { name, branch, length, gaps } = timeline
  const index = length - 1
  return exportLines({
    name,
    branch,
    head: { index, hash: timeline.hash(index) },
    lines: linesByIndex(timeline, length),
    gaps: gaps.all,
    marks: Array.from(marks, ([mark, at]) => ({ name: mark, index: at, hash: timeline.hash(at) })),
  })
}

function* linesByIndex(timeline: Timeline, length: number): Generator<readonly [number, string], undefined> {
  for (const index of timeline.indexes(0, length)) yield [index, timeline.lineInPassing(index)]
}

/** Writes a header. */
export function headerLine({ name, branch, head: { index, hash }, marks }: PortableHeader): string {
  return JSON.stringify({ varve: 1, name, branch, head: { index, hash }, marks })
}

/** Writes a gap; its base is JSON text already, and both are taken as they are. */
export function gapLine({ record, base }: Pick<StoredGap, 'record' | 'base'>): string {
  return `{"gap":${record},"base":${base}}`
}

/** Writes a mark. */
export function markLine({ name, index, hash }: PortableMark): string {
  return JSON.stringify({ mark: name, index, hash })
}
