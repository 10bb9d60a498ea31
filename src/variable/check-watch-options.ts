import { policyOf, type Retention } from '../history/retention.ts'
import { milliseconds } from '../history/span.ts'
import { badOption, checkOptions } from '../options.ts'
import { checkConflictPolicy } from '../recorder/conflict-policy.ts'
import { watchOptionNames, type WatchOptions } from './watch-options.ts'

const isFunction = (value: unknown): boolean => typeof value === 'function'
const isFlag = (value: unknown): boolean => typeof value === 'boolean'
const hasMethod = (value: unknown, method: string): boolean =>
  isFunction((value as Record<string, unknown> | null | undefined)?.[method])

/** What each option must be, and how to say that it is not. */
const rules: Readonly<Record<string, readonly [test: (value: unknown) => boolean, problem: string]>> = {
  copy: [isFlag, 'is neither true nor false'],
  overwrite: [isFlag, 'is neither true nor false'],
  validators: [value => Array.isArray(value) && value.every(isFunction), 'is no array of functions'],
  asyncValidators: [value => Array.isArray(value) && value.every(isFunction), 'is no array of functions'],
  onChange: [value => [value].flat().every(isFunction), 'is neither a function nor an array of them'],
  intercept: [isFunction, 'is no function'],
  keys: [isFunction, 'is no function'],
  clock: [value => hasMethod(value, 'now'), 'has no method now()'],
  equal: [value => isFlag(value) || isFunction(value), 'is neither true nor false nor a function'],
  schema: [
    value => hasMethod((value as Record<string, unknown> | null)?.['~standard'], 'validate'),
    'is no Standard Schema',
  ],
  undoable: [
    value => isFlag(value) || (typeof value === 'object' && value !== null),
    'is neither true nor false nor { within }',
  ],
}

/** Options whose check says more than that it failed. */
const checks: Readonly<Record<string, (where: string, value: unknown) => void>> = {
  conflict: checkConflictPolicy,
  retention: (where, value) => void policyOf(`${where}: retention`, value as Retention),
}

/** Refuses options of `watch`, or of what takes them over, that are unknown or make no sense (`BAD_OPTION`). */
export function checkWatchOptions(where: string, options: WatchOptions<never>): void {
  checkOptions(where, options, watchOptionNames)
  for (const [option, value] of Object.entries(options)) {
    if (value === undefined) continue
    const check = checks[option]
    if (check) {
      check(where, value)
      continue
    }
    const [test, problem] = rules[option]!
    if (!test(value)) throw badOption(where, option, problem)
  }
  const { undoable } = options
  if (typeof undoable !== 'object') return
  checkOptions(`${where}: undoable`, undoable, ['within'])
  milliseconds(where, 'undoable.within', undoable.within)
}
