import type { StandardSchemaV1 } from '@standard-schema/spec'
import { VarveError } from '../errors.ts'
import { badOption } from '../options.ts'
import { keep } from '../value/keep.ts'
import type { Kept } from '../value/kept.ts'
import type { PathKey } from '../value/path.ts'
import { same } from '../value/same.ts'
import { show } from '../value/show.ts'
import { plainInput } from './plain-input.ts'
import type { Validator, WatchOptions } from './watch-options.ts'

type Issues = VarveError<'REJECTED'>['details']['issues']

/** What a value has to pass before it is recorded: schema, equality, validators. */
export class Checks {
  readonly #name: string
  readonly #schema: StandardSchemaV1 | undefined
  readonly #equal: WatchOptions<unknown>['equal']
  readonly #validators: Validator<unknown>[]

  constructor(name: string, { schema, equal, validators }: WatchOptions<unknown>) {
    this.#name = name
    this.#schema = schema
    this.#equal = equal
    this.#validators = [...(validators ?? [])]
  }

  add(validator: Validator<unknown>): void {
    if (typeof validator !== 'function') throw badOption(this.#name, 'validator', 'is no function')
    this.#validators.push(validator)
  }

  get hasSchema(): boolean {
    return this.#schema !== undefined
  }

  /** Copies a value in, parsed by the schema if there is one. */
  admit(value: unknown, copy: boolean): Kept {
    return keep(this.#schema ? this.#parse(this.#schema, plainInput(value)) : value, {
      name: this.#name,
      copy,
    })
  }

  /** Tells whether the option `equal` makes the change none. */
  isUnchanged(next: Kept, previous: Kept): boolean {
    if (!this.#equal) return false
    if (this.#equal === true) return same(next, previous)
    return this.#equal(show(previous), show(next)) === true
  }

  /** Shows the snapshots to the validators; `REJECTED` with what they say. */
  validate(next: Kept, previous: Kept | undefined, isFirst = false): void {
    for (const validator of this.#validators) {
      const verdict = this.#ask(validator, show(next), isFirst ? undefined : show(previous as Kept))
      if (verdict === false) throw this.#rejected([{ message: 'a validator refused it', path: [] }])
      if (typeof verdict === 'string') throw this.#rejected([{ message: verdict, path: [] }])
      if (isPromise(verdict))
        throw badOption(
          this.#name,
          'validators',
          'has one that returned a promise: validators answer at once',
        )
    }
  }

  #ask(validator: Validator<unknown>, next: unknown, previous: unknown): unknown {
    try {
      return validator(next, previous)
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      throw this.#rejected([{ message, path: [] }], error)
    }
  }

  #parse(schema: StandardSchemaV1, value: unknown): unknown {
    const result = schema['~standard'].validate(value)
    if (result instanceof Promise) {
      result.catch(() => {})
      throw badOption(this.#name, 'schema', 'answered with a promise: it must parse at once')
    }
    if (!result.issues) return result.value
    throw this.#rejected(
      result.issues.map(({ message, path = [] }) => ({ message, path: Array.from(path, keyOf) })),
    )
  }

  #rejected(issues: Issues, cause?: unknown): VarveError<'REJECTED'> {
    const told = issues.map(({ message, path }) =>
      path.length > 0 ? `${path.join('.')}: ${message}` : message,
    )
    const message = `${this.#name}: the value was rejected (${told.join('; ')}); nothing was recorded`
    return new VarveError(
      'REJECTED',
      message,
      { variable: this.#name, issues },
      cause === undefined ? {} : { cause },
    )
  }
}

function keyOf(segment: PropertyKey | StandardSchemaV1.PathSegment): PathKey {
  const key = typeof segment === 'object' ? segment.key : segment
  return typeof key === 'symbol' ? String(key) : key
}

function isPromise(value: unknown): boolean {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function'
}
