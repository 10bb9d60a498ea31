import { isVarveError, type VarveErrorCode } from '../errors.ts'

/** Fails unless two plain values (JSON) are the same; `what` says what was looked at. */
export function same(actual: unknown, expected: unknown, what: string): void {
  const [found, wanted] = [text(actual), text(expected)]
  if (found !== wanted) throw new Error(`${what}: expected ${short(wanted)}, got ${short(found)}`)
}

/** Fails unless `condition` holds. */
export function holds(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(what)
}

/** Fails unless `fn` throws or rejects with a VarveError of that code. */
export async function refuses(code: VarveErrorCode, fn: () => unknown, what: string): Promise<void> {
  const error = await Promise.resolve()
    .then(fn)
    .then(
      () => undefined,
      (thrown: unknown) => thrown ?? 'nothing',
    )
  if (isVarveError(error, code)) return
  throw new Error(`${what}: expected ${code}, got ${error instanceof Error ? String(error) : 'no error'}`, {
    cause: error,
  })
}

function text(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (isPlain(part) ? sorted(part) : part)) ?? 'undefined'
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function sorted(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}

function short(text: string): string {
  return text.length > 400 ? `${text.slice(0, 400)}… (${text.length} characters)` : text
}
