import type { Stretch } from './stretches.ts'

/** About how many characters go into one segment, so that reading a few lines does not fetch them all. */
const SEGMENT = 65_536

/** Joins what follows each other, and cuts what is long. */
export function inSegments(stretches: readonly Stretch[]): Stretch[] {
  const segments: { first: number; lines: string[] }[] = []
  let length = 0
  for (const { first, lines } of stretches) {
    for (const [i, line] of lines.entries()) {
      const last = segments.at(-1)
      if (!last || endOf(last) !== first + i || length >= SEGMENT) {
        segments.push({ first: first + i, lines: [line] })
        length = line.length
      } else {
        last.lines.push(line)
        length += line.length
      }
    }
  }
  return segments
}

/** The index behind a stretch. */
export function endOf({ first, lines }: Stretch): number {
  return first + lines.length
}
