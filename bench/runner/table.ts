import type { Case } from './case.ts'
import { figures } from './figures.ts'
import { judge } from './judge.ts'
import type { Outcome } from './rounds.ts'

const head = ['row', 'workload', 'unit', 'varve', 'others', 'ratio', 'must', 'stretch', 'verdict'] as const

/** Lines of a table: one for each row, and one more for each further thing asked of it. */
export function table(rows: readonly (readonly [Case, readonly Outcome[]])[]): string {
  const cells = [[...head], ...rows.flatMap(([one, outcomes]) => cellsOf(one, outcomes))]
  const widths = head.map((_, column) => Math.max(...cells.map(row => row[column]!.length)))
  const lines = cells.map(row =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  )
  return lines.join('\n')
}

function cellsOf({ row, workload, unit, bars }: Case, outcomes: readonly Outcome[]): string[][] {
  const measured = outcomes.filter(({ values }) => values.length > 0)
  const values = new Map(measured.map(one => [one.candidate, one.values] as const))
  const own = outcomes.find(({ candidate }) => candidate === 'varve')
  const others = outcomes.filter(({ candidate }) => candidate !== 'varve')
  const badness = ({ measured }: Outcome): number =>
    measured ? (unit === '/s' ? -measured.value : measured.value) : Infinity
  const sorted = others.toSorted((a, b) => badness(a) - badness(b))
  const said = sorted.map(one => `${one.candidate} ${textOf(one)}`).join(', ')
  const first = [row, workload, unit, own ? textOf(own) : '', said]
  const judged = bars.map(bar => judge(bar, values, unit))
  const columns = judged.map(({ ratio, must, stretch, verdict }) => [ratio, must, stretch, verdict])
  if (columns.length === 0) return [[...first, '', '', '', '']]
  return columns.map((rest, i) => (i === 0 ? [...first, ...rest] : [row, '', '', '', '', ...rest]))
}

function textOf({ measured, failure }: Outcome): string {
  if (!measured) return `failed (${failure ?? 'no reason given'})`
  const { value, steps, of, note } = measured
  const remarks = [...(steps < of ? [`${steps.toLocaleString('en')} steps`] : []), ...(note ? [note] : [])]
  return `${figures(value)}${remarks.length > 0 ? ` (${remarks.join(', ')})` : ''}`
}
