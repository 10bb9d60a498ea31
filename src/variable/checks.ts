import { badOption } from '../options.ts'
import { keep } from '../value/keep.ts'
import type { Kept } from '../value/kept.ts'
import { same } from '../value/same.ts'
import { show } from '../value/show.ts'
import { rejected } from './rejected.ts'
import { SchemaParser } from './schema-parser.ts'
import type { Validator, WatchOptions } from './watch-options.ts'

/** What a value has to pass before it is recorded: schema, equality, validators. */
export class Checks {
  readonly #name: string
  readonly #parser: SchemaParser | undefined
  readonly #equal: WatchOptions<unknown>['equal']
  readonly #validators: Validator<unknown>[]

  /** `sample` is the initial value as given, on which a schema can be tried. */
  constructor(name: string, sample: unknown, { schema, equal, validators }: WatchOptions<unknown>) {
    this.#name = name
    if (schema) this.#parser = new SchemaParser(name, schema, sample)
    this.#equal = equal
    this.#validators = [...(validators ?? [])]
  }

  add(validator: Validator<unknown>): void {
    if (typeof validator !== 'function') throw badOption(this.#name, 'validator', 'is no function')
    this.#validators.push(validator)
  }

  get hasSchema(): boolean {
    return this.#parser !== undefined
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
      if (verdict === false) throw rejected(this.#name, [{ message: 'a validator refused it', path: [] }])
      if (typeof verdict === 'string') throw rejected(this.#name, [{ message: verdict, path: [] }])
      if (!isPromise(verdict)) continue
      void Promise.resolve(verdict).catch(() => {})
      throw badOption(this.#name, 'validators', 'has one that returned a promise: validators answer at once')
    }
  }

  #ask(validator: Validator<unknown>, next: unknown, previous: unknown): unknown {
    try {
      return validator(next, previous)
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      throw rejected(this.#name, [{ message, path: [] }], error)
    }
  }
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function'
}
