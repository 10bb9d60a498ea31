import type { Result } from './rounds.ts'

/** Prints a table: rates, ratios to the references, and the targets beside them. */
export function report(results: readonly Result[]): void {
  const rows = results.map(({ case: { name, reference, target, unit }, perSecond, ratio }) => [
    name,
    `${perSecond < 100_000 ? Math.round(perSecond).toLocaleString('en') : `${Math.round(perSecond / 1000)}k`} ${unit}/s`,
    reference ? ratio.toFixed(2) : '',
    reference ? `of ${reference}` : '',
    target === undefined ? '' : `>= ${target.toFixed(1)} ${ratio >= target ? 'ok' : 'MISSED'}`,
  ])
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map(row => row[column]!.length)))
  for (const row of rows)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
}
