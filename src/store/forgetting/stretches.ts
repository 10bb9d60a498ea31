/** Consecutive lines that are all there. */
export interface Stretch {
  readonly first: number
  readonly lines: readonly string[]
}

/** Takes away what lies from `first` to `last`; what is left of a stretch may be two. */
export function without(stretches: readonly Stretch[], first: number, last: number): Stretch[] {
  return stretches.flatMap(stretch => {
    const { first: start, lines } = stretch
    if (last < start || first >= start + lines.length) return [stretch]
    const left = { first: start, lines: lines.slice(0, Math.max(first - start, 0)) }
    const right = { first: last + 1, lines: lines.slice(last + 1 - start) }
    return [left, right].filter(part => part.lines.length > 0)
  })
}

/**
 * Tells whether lines that begin at `first` are there: all that are left of them the same, and at least one left.
 * What lies in no stretch was forgotten.
 */
export function holdsLines(stretches: readonly Stretch[], first: number, lines: readonly string[]): boolean {
  let left = 0
  for (const stretch of stretches) {
    const offset = stretch.first - first
    for (let i = Math.max(offset, 0); i < Math.min(offset + stretch.lines.length, lines.length); i++) {
      if (stretch.lines[i - offset] !== lines[i]) return false
      left += 1
    }
  }
  return left > 0
}
