import { isDeepStrictEqual } from 'node:util'

/** What a filter asks, held against objects in memory, one after the other; it shares nothing with what makes SQL of it. */
export function naiveFits(value: unknown, filter: object): boolean {
  return Object.entries(filter).every(([name, asked]) => passes(fieldOf(value, name), asked))
}

const tests = ['eq', 'not', 'in', 'has', 'lt', 'lte', 'gt', 'gte']

function passes(found: unknown, asked: unknown): boolean {
  if (typeof asked !== 'object' || asked === null || asked instanceof Date) return isSame(found, asked)
  const names = Object.keys(asked)
  if (names.length === 0 || !names.every(name => tests.includes(name))) return naiveFits(found, asked)
  return Object.entries(asked).every(([test, value]) => holds(found, test, value as never))
}

function holds(found: unknown, test: string, value: unknown): boolean {
  switch (test) {
    case 'eq':
      return isSame(found, value)
    case 'not':
      return !isSame(found, value)
    case 'in':
      return (value as unknown[]).some(each => isSame(found, each))
    case 'has':
      return itemsOf(found).some(each => isSame(each, value))
  }
  const order = orderOf(found, value)
  if (order === undefined) return false
  return { lt: order < 0, lte: order <= 0, gt: order > 0, gte: order >= 0 }[test]!
}

function isSame(a: unknown, b: unknown): boolean {
  // There is one zero.
  return a === b || isDeepStrictEqual(a, b)
}

/** Of two of a kind. */
function orderOf(a: unknown, b: unknown): number | undefined {
  if (a instanceof Date && b instanceof Date) return orderOf(a.getTime(), b.getTime())
  if (typeof a !== typeof b) return undefined
  if (typeof a === 'string') return Buffer.compare(utf32(a), utf32(b as string))
  if (typeof a !== 'number' && typeof a !== 'bigint') return undefined
  if (Number.isNaN(a) || Number.isNaN(b)) return undefined
  return a < (b as typeof a) ? -1 : a > (b as typeof a) ? 1 : 0
}

function utf32(text: string): Buffer {
  const bytes = Buffer.alloc(text.length * 4)
  let at = 0
  for (const char of text) at = bytes.writeUInt32BE(char.codePointAt(0)!, at)
  return bytes.subarray(0, at)
}

function itemsOf(found: unknown): unknown[] {
  return Array.isArray(found) || found instanceof Set ? [...(found as Iterable<unknown>)] : []
}

/** Lists, texts and what has no fields have none that could be asked for. */
function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Date)
    return undefined
  if (value instanceof Set || value instanceof Map) return name === 'size' ? value.size : undefined
  return Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined
}
