import { median } from '../stores/median.ts'
import type { Bar } from './bar.ts'
import type { Unit } from './case.ts'
import { figures } from './figures.ts'

/** One bar beside what was measured, as a table shows it. */
export interface Judged {
  readonly ratio: string
  readonly must: string
  readonly stretch: string
  readonly verdict: 'pass' | 'stretch' | 'MISS' | ''
}

/** What each candidate came to, round by round. */
export type Values = ReadonlyMap<string, readonly number[]>

/** Holds Varve to a bar; there is no verdict where one of the two was not measured. */
export function judge(bar: Bar, values: Values, unit: Unit): Judged {
  const stretch = bar.kind === 'growth' ? undefined : bar.stretch
  const [sign, end] = { times: ['', '×'], growth: ['≤ ', '×'], 'at most': ['≤ ', ` ${unit}`] }[bar.kind]
  const text = (limit: number): string => `${sign}${figures(limit)}${end}`
  const asked = { must: text(bar.must), stretch: stretch === undefined ? '' : text(stretch) }
  const reached = reachedBy(bar, values, unit)
  if (!reached) return { ratio: '', ...asked, verdict: '' }
  const holds = (limit: number): boolean =>
    bar.kind === 'times' ? reached.figure >= limit : reached.figure <= limit
  const atLeast = holds(bar.must) ? 'pass' : 'MISS'
  const verdict = stretch !== undefined && holds(stretch) ? 'stretch' : atLeast
  return { ratio: reached.text, ...asked, verdict }
}

interface Reached {
  readonly figure: number
  readonly text: string
}

function reachedBy(bar: Bar, values: Values, unit: Unit): Reached | undefined {
  const own = values.get('varve')
  if (!own) return undefined
  if (bar.kind === 'at most') return { figure: median(own), text: '' }
  const other = bar.kind === 'growth' ? bar.of : bestOf(bar.of, values, unit)
  const theirs = values.get(other ?? '')
  if (!theirs) return undefined
  const isMoreBetter = unit === '/s'
  const figure = ratioOf(own, theirs, (bar.kind === 'growth') !== isMoreBetter)
  return { figure, text: `${figures(figure)}× ${other}` }
}

/** By the median of the ratios within each round: machines change their pace, and both meet the same. */
function ratioOf(own: readonly number[], theirs: readonly number[], isOwnOnTop: boolean): number {
  const rounds = Math.min(own.length, theirs.length)
  return median(
    Array.from({ length: rounds }, (_, i) => (isOwnOnTop ? own[i]! / theirs[i]! : theirs[i]! / own[i]!)),
  )
}

function bestOf(names: readonly string[], values: Values, unit: Unit): string | undefined {
  const present = names.filter(name => values.has(name))
  const sorted = present.toSorted((a, b) => median(values.get(a)!) - median(values.get(b)!))
  return unit === '/s' ? sorted.at(-1) : sorted[0]
}
