import type { OwnAbortSignal } from '../abort-signal.ts'
import type { VarveError } from '../errors.ts'
import { badOption } from '../options.ts'
import { keep } from '../value/keep.ts'
import type { Kept } from '../value/kept.ts'
import { same } from '../value/same.ts'
import { show } from '../value/show.ts'
import { rejected } from './rejected.ts'
import { SchemaParser } from './schema-parser.ts'
import type { AsyncValidator, Validator, WatchOptions } from './watch-options.ts'

/** What a value has to pass before it is recorded: schema, equality, validators. */
export class Checks {
  readonly #name: string
  readonly #parser: SchemaParser | undefined
  readonly #equal: WatchOptions<unknown>['equal']
  readonly #validators: Validator<unknown>[]
  readonly #asyncValidators: readonly AsyncValidator<unknown>[]

  /** `sample` is the initial value as given, on which a schema can be tried. */
  constructor(
    name: string,
    sample: unknown,
    { schema, equal, validators, asyncValidators }: WatchOptions<unknown>,
  ) {
    this.#name = name
    if (schema) this.#parser = new SchemaParser(name, schema, sample)
    this.#equal = equal
    this.#validators = [...(validators ?? [])]
    this.#asyncValidators = [...(asyncValidators ?? [])]
  }

  add(validator: Validator<unknown>): void {
    if (typeof validator !== 'function') throw badOption(this.#name, 'validator', 'is no function')
    this.#validators.push(validator)
  }

  /** Whether anybody compares the value before and after. */
  get looks(): boolean {
    return (this.#equal !== undefined && this.#equal !== false) || this.#validators.length > 0
  }

  /** Whether anything has a say in what becomes the value. */
  get hasSay(): boolean {
    return this.#parser !== undefined || this.looks || this.isAsync
  }

  get hasSchema(): boolean {
    return this.#parser !== undefined
  }

  /** Whether somebody has to be asked who answers later. */
  get isAsync(): boolean {
    return this.#asyncValidators.length > 0
  }

  /** Copies a value in, parsed by the schema if there is one. */
  admit(value: unknown, copy: boolean): Kept {
    return this.#parser ? this.#parser.parse(value, copy) : keep(value, { name: this.#name, copy })
  }

  /** Takes a draft that a recipe has edited, parsed by the schema if that can. */
  admitEdited(draft: Kept, previous: Kept): Kept {
    return this.#parser ? this.#parser.parseEdited(draft, previous) : draft
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
      this.#judge(verdict)
      if (!isPromise(verdict)) continue
      void Promise.resolve(verdict).catch(() => {})
      throw badOption(
        this.#name,
        'validators',
        'has one that returned a promise: it belongs to asyncValidators',
      )
    }
  }

  /** As `validate`, of those who answer later, one after the other; `signal` tells them that nobody waits any more. */
  async validateAsync(next: Kept, previous: Kept, signal: OwnAbortSignal): Promise<void> {
    for (const validator of this.#asyncValidators) {
      let verdict
      try {
        verdict = await validator(show(next), show(previous), { signal })
      } catch (error) {
        throw refusedBy(this.#name, error)
      }
      this.#judge(verdict)
    }
  }

  #judge(verdict: unknown): void {
    if (verdict === false) throw rejected(this.#name, [{ message: 'a validator refused it', path: [] }])
    if (typeof verdict === 'string') throw rejected(this.#name, [{ message: verdict, path: [] }])
  }

  #ask(validator: Validator<unknown>, next: unknown, previous: unknown): unknown {
    try {
      return validator(next, previous)
    } catch (error) {
      throw refusedBy(this.#name, error)
    }
  }
}

function refusedBy(name: string, error: unknown): VarveError<'REJECTED'> {
  const message = error instanceof Error ? error.message : String(error)
  return rejected(name, [{ message, path: [] }], error)
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function'
}
