import { badOption } from '../options.ts'

/** Milliseconds, or `'500 ms'`, `'30 days'`. */
export type Span = number | `${number} ${'ms' | 's' | 'min' | 'h' | 'day' | 'days'}`

const units: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  day: 86_400_000,
  days: 86_400_000,
}

/** The length of a span in milliseconds; `BAD_OPTION` where it is none. */
export function milliseconds(where: string, option: string, span: Span): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?) (ms|s|min|h|days?)$/.exec(String(span)) ?? []
  const ms = typeof span === 'number' ? span : Number(amount) * (units[unit ?? ''] ?? NaN)
  if (ms >= 0) return ms
  throw badOption(
    where,
    option,
    `is ${JSON.stringify(span)}: give milliseconds, or a text like '500 ms' or '30 days'`,
  )
}
