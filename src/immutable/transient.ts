import { VarveError } from '../errors.ts'
import { badOption } from '../options.ts'
import { standingOf } from '../value/draft/standing.ts'
import { isSealed } from '../value/sealed.ts'

/** Refuses what is no object. */
export function checkObject(method: string, x: unknown): asserts x is object {
  if (typeof x === 'object' && x !== null) return
  throw badOption(method, 'value', `is ${x === null ? 'null' : typeof x}: give an immutable`)
}

/** Tells whether something can still be changed: a draft, or what was never locked. */
export function isTransient(x: object): boolean {
  return !isSealed(x) || standingOf(x) !== undefined
}

/** Runs a recipe on what can still be changed, and gives that back. */
export function changeTransient<T extends object>(transient: T, recipe: (draft: never) => unknown): T {
  if (typeof recipe !== 'function')
    throw badOption('update', 'recipe', `is ${typeof recipe}: give a function`)
  const result = recipe(transient as never)
  if (result === undefined || result === transient) return transient
  if (typeof (result as { then?: unknown } | null)?.then === 'function')
    void Promise.resolve(result).catch(() => {})
  const message =
    'update: what is transient is changed itself, so that its recipe can neither return another value nor wait'
  throw new VarveError('BAD_RECIPE', message, { variable: null })
}
