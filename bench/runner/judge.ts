import type { Bar, Times } from './bar.ts'
import type { Unit } from './case.ts'
import { figures } from './figures.ts'

/** One bar beside what was measured, as a table shows it. */
export interface Judged {
  readonly ratio: string
  readonly must: string
  readonly stretch: string
  readonly verdict: 'pass' | 'stretch' | 'MISS' | ''
}

/** Holds Varve to a bar; there is no verdict where one of the two was not measured. */
export function judge(bar: Bar, values: ReadonlyMap<string, number>, unit: Unit): Judged {
  const stretch = bar.kind === 'growth' ? undefined : bar.stretch
  const [sign, end] = { times: ['', '×'], growth: ['≤ ', '×'], 'at most': ['≤ ', ` ${unit}`] }[bar.kind]
  const text = (limit: number): string => `${sign}${figures(limit)}${end}`
  const asked = { must: text(bar.must), stretch: stretch === undefined ? '' : text(stretch) }
  const reached = reachedBy(bar, values, unit)
  if (!reached) return { ratio: '', ...asked, verdict: '' }
  const holds = (limit: number): boolean =>
    bar.kind === 'times' ? reached.figure >= limit : reached.figure <= limit
  const missed = holds(bar.must) ? 'pass' : 'MISS'
  return {
    ratio: reached.text,
    ...asked,
    verdict: stretch !== undefined && holds(stretch) ? 'stretch' : missed,
  }
}

interface Reached {
  readonly figure: number
  readonly text: string
}

function reachedBy(bar: Bar, values: ReadonlyMap<string, number>, unit: Unit): Reached | undefined {
  const own = values.get('varve')
  if (own === undefined) return undefined
  if (bar.kind === 'at most') return { figure: own, text: '' }
  if (bar.kind === 'growth') {
    const other = values.get(bar.of)
    return other === undefined ? undefined : ratio(own / other, bar.of)
  }
  const best = bestOf(bar, values, unit)
  return best && ratio(unit === '/s' ? own / best.value : best.value / own, best.name)
}

function ratio(figure: number, to: string): Reached {
  return { figure, text: `${figures(figure)}× ${to}` }
}

function bestOf(
  { of }: Times,
  values: ReadonlyMap<string, number>,
  unit: Unit,
): { name: string; value: number } | undefined {
  const present = of.flatMap(name => (values.has(name) ? [{ name, value: values.get(name)! }] : []))
  const sorted = present.toSorted((a, b) => a.value - b.value)
  return unit === '/s' ? sorted.at(-1) : sorted[0]
}
