import { VarveError } from '../errors.ts'
import { parseBounded } from '../value/parse-bounded.ts'
import { revisionKinds } from './revision-kinds.ts'
import type { RevisionKind } from './revision.ts'

/**
 * What a line says of a revision beside its body: index, kind, milliseconds, writer; valid from and to, label, comment,
 * creator, origin, targets, second parent's hash, transaction, hashes of gaps. `docs/format.md` has the bytes.
 */
export interface Header {
  readonly i: number
  readonly k: RevisionKind
  readonly t: number
  readonly w: string
  readonly vf?: number | undefined
  readonly vt?: number | undefined
  readonly l?: string | undefined
  readonly c?: string | undefined
  readonly u?: string | undefined
  readonly o?: unknown
  readonly g?: number | readonly number[] | undefined
  readonly m?: string | undefined
  readonly x?: string | undefined
  readonly p?: string | readonly string[] | undefined
}

/** A line taken apart; `b` is a JSON primitive or object (a whole value's cell) or an array (rows of patches). */
export interface Line extends Header {
  readonly b: unknown
}

/** Writes a revision as one line of canonical JSON; `body` is JSON text already. */
export function encodeLine(header: Header, body: string): string {
  const { i, k, t, w, vf, vt, l, c, u, o, g, m, x, p } = header
  let line = `{"i":${i},"k":"${k}","t":${t},"w":${JSON.stringify(w)}`
  if (vf !== undefined) line += `,"vf":${vf}`
  if (vt !== undefined) line += `,"vt":${vt}`
  if (l !== undefined) line += `,"l":${JSON.stringify(l)}`
  if (c !== undefined) line += `,"c":${JSON.stringify(c)}`
  if (u !== undefined) line += `,"u":${JSON.stringify(u)}`
  if (o !== undefined) line += `,"o":${JSON.stringify(o)}`
  if (g !== undefined) line += `,"g":${JSON.stringify(g)}`
  if (m !== undefined) line += `,"m":${JSON.stringify(m)}`
  if (x !== undefined) line += `,"x":${JSON.stringify(x)}`
  if (p !== undefined) line += `,"p":${JSON.stringify(p)}`
  return `${line},"b":${body}}`
}

/** Reads a line; what is not one is `CORRUPT`, naming the variable and the index where it stood. */
export function parseLine(text: string, variable: string, index: number): Line {
  const line = parseBounded(text) as Partial<Line> | null
  const wrong = (what: string) =>
    new VarveError('CORRUPT', `${variable}@${index}: the stored line ${what}; restore the file from a copy`, {
      file: null,
      offset: null,
    })
  if (typeof line !== 'object' || line === null || Array.isArray(line)) throw wrong('is no JSON object')
  if (line.i !== index) throw wrong(`says it is revision ${String(line.i)}`)
  if (!revisionKinds.includes(line.k as RevisionKind))
    throw wrong(`has the unknown kind ${JSON.stringify(line.k)}`)
  if (!isTime(line.t)) throw wrong('has no time')
  if (typeof line.w !== 'string') throw wrong('names no writer')
  if (!('b' in line)) throw wrong('has no body')
  for (const key of ['l', 'c', 'u', 'm', 'x'] as const) {
    if (line[key] !== undefined && typeof line[key] !== 'string')
      throw wrong(`has a field "${key}" that is no text`)
  }
  for (const key of ['vf', 'vt'] as const) {
    if (line[key] !== undefined && !isTime(line[key])) throw wrong(`has a field "${key}" that is no time`)
  }
  const targets = line.g === undefined ? [] : [line.g].flat()
  if (!targets.every(g => isIndex(g) && g < index)) throw wrong('has a target that is no earlier revision')
  if (targets.length === 0 && ['rollback', 'undo', 'redo'].includes(line.k as string))
    throw wrong('has no target')
  if (line.p !== undefined && !namesGaps(line.p)) throw wrong('has a field "p" that names no gaps')
  if (index === 0 && Array.isArray(line.b)) throw wrong('has patches and nothing to apply them to')
  return line as Line
}

/** Reads the index that a line begins with, without parsing the rest; -1 where it begins otherwise. */
export function lineIndex(text: string): number {
  if (!text.startsWith('{"i":')) return -1
  let index = 0
  let at = 5
  for (; at < text.length; at++) {
    const digit = text.charCodeAt(at) - 48
    if (digit < 0 || digit > 9) break
    index = index * 10 + digit
  }
  return at > 5 && text[at] === ',' && Number.isSafeInteger(index) ? index : -1
}

/** Tells whether a value is a time in milliseconds. */
export function isTime(ms: unknown): ms is number {
  return Number.isInteger(ms) && Math.abs(ms as number) <= 8.64e15
}

/** Tells whether a value is an index. */
export function isIndex(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

/** Tells whether a value is a hash, as it is written. */
export function isHash(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
}

function namesGaps(p: unknown): boolean {
  const hashes = [p].flat()
  return hashes.length > 0 && hashes.every(isHash)
}
