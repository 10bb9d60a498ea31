/** A canonical line holds no raw newline, so this stands between two lines and nowhere else. */
const BETWEEN = ',\n'

/** Joins lines to the JSON array that is kept as one run. */
export function runText(lines: readonly string[]): string {
  return lines.length === 1 ? `[${lines[0]}]` : `[${lines.join(BETWEEN)}]`
}

/** Cuts a run into its lines, byte for byte; undefined where it doesn't hold `count` of them. */
export function linesOf(run: string, count: number): readonly string[] | undefined {
  // Damage leaves something else where there was a text.
  if (typeof run !== 'string' || run[0] !== '[' || run.at(-1) !== ']') return undefined
  const inner = run.slice(1, -1)
  if (count === 1) return [inner]
  const lines = inner.split(BETWEEN)
  return lines.length === count ? lines : undefined
}
