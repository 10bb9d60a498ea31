import { badOption, checkOptions } from '../options.ts'
import { milliseconds, type Span } from './span.ts'

/** What of a history is to stay; a revision that is outside of any of the limits goes. */
export interface Retention {
  /** The newest so many, by index. */
  readonly last?: number
  /** Those recorded less than this ago. */
  readonly youngerThan?: Span
  /** The newest whose lines together have no more bytes than this. */
  readonly bytes?: number
  /** Of those recorded longer than `after` ago, the last one of each period of `per`, counted from 1970 (UTC). */
  readonly thin?: { readonly per: Span; readonly after: Span }
}

/** A retention that was checked, in numbers; where it sets no limit, `Infinity`. */
export interface Policy {
  readonly last: number
  /** Milliseconds, like every time below the surface. */
  readonly youngerThan: number
  readonly bytes: number
  readonly thin: { readonly per: number; readonly after: number } | undefined
  /** What it keeps, in words: gaps remember it. */
  readonly words: string
}

/** Checks a retention; `BAD_OPTION` for one that makes no sense. */
export function policyOf(where: string, retention: Retention): Policy {
  checkOptions(where, retention, ['last', 'youngerThan', 'bytes', 'thin'])
  const { last, youngerThan, bytes, thin } = retention
  const words: string[] = []
  if (last !== undefined) words.push(`the last ${whole(where, 'last', last)}`)
  if (youngerThan !== undefined) words.push(`younger than ${inWords(youngerThan)}`)
  if (bytes !== undefined) words.push(`at most ${whole(where, 'bytes', bytes)} bytes`)
  if (thin !== undefined) {
    checkOptions(`${where}: thin`, thin, ['per', 'after'])
    words.push(`one per ${inWords(thin.per)} after ${inWords(thin.after)}`)
  }
  const policy = {
    last: last ?? Infinity,
    youngerThan: youngerThan === undefined ? Infinity : longer(where, 'youngerThan', youngerThan),
    bytes: bytes ?? Infinity,
    thin: thin && {
      per: longer(where, 'thin.per', thin.per),
      after: longer(where, 'thin.after', thin.after, 0),
    },
    words: words.join(', '),
  }
  if (words.length > 0) return policy
  throw badOption(
    where,
    'retention',
    'says nothing of what is to stay: give last, youngerThan, bytes or thin',
  )
}

function whole(where: string, option: string, value: number): number {
  if (Number.isSafeInteger(value) && value > 0) return value
  throw badOption(where, option, `is ${String(value)}: give a whole number from 1`)
}

function longer(where: string, option: string, span: Span, least = 1): number {
  const ms = milliseconds(where, option, span)
  if (Number.isFinite(ms) && ms >= least) return ms
  throw badOption(where, option, `is ${JSON.stringify(span)}: give at least ${least} ms`)
}

function inWords(span: Span): string {
  return typeof span === 'number' ? `${span} ms` : String(span)
}
