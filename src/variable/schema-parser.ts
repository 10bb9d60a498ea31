import type { StandardSchemaV1 } from '@standard-schema/spec'
import { isVarveError } from '../errors.ts'
import { badOption } from '../options.ts'
import { keep } from '../value/keep.ts'
import type { Kept } from '../value/kept.ts'
import type { PathKey } from '../value/path.ts'
import { same } from '../value/same.ts'
import { thaw } from '../value/thaw.ts'
import { plainInput } from './plain-input.ts'
import { rejected } from './rejected.ts'

/** Parses what comes in, and what recipes make of it, by a schema. */
export class SchemaParser {
  readonly #name: string
  readonly #schema: StandardSchemaV1
  /** The initial value as it stands in code: input by contract, also where the variable was resumed. */
  readonly #sample: unknown
  #lastOutput: { readonly value: Kept } | undefined
  #isOneWay: boolean | undefined

  constructor(name: string, schema: StandardSchemaV1, sample: unknown) {
    this.#name = name
    this.#schema = schema
    this.#sample = sample
  }

  /** What the schema makes of an input; `REJECTED` with its issues. */
  parse(value: unknown, copy: boolean): Kept {
    const output = keep(this.#outputOf(value), { name: this.#name, copy })
    this.#lastOutput = { value: output }
    return output
  }

  /**
   * Parses an edited draft, which is of the schema's output type. A schema that changes or refuses its own output (a
   * transform) cannot: then the draft stays as it is, and validators alone judge it.
   */
  parseEdited(draft: Kept, previous: Kept): Kept {
    if (this.#isOneWay) return draft
    let output: Kept
    try {
      output = keep(this.#outputOf(thaw(draft)), { name: this.#name })
    } catch (error) {
      if (isVarveError(error, 'REJECTED') && this.#findOneWay(previous)) return draft
      throw error
    }
    if (same(output, draft) || this.#findOneWay(previous)) return draft
    return output
  }

  /** Tries the schema on values that are its output for sure: that of the sample, and the one parsed last. */
  #findOneWay(previous: Kept): boolean {
    this.#isOneWay ??= this.#changesOutputOf(() => keep(this.#outputOf(this.#sample), { name: this.#name }))
    const last = this.#lastOutput
    if (!this.#isOneWay && last && same(last.value, previous))
      this.#isOneWay = this.#changesOutputOf(() => last.value)
    return this.#isOneWay
  }

  #changesOutputOf(output: () => Kept): boolean {
    let value: Kept
    try {
      value = output()
    } catch {
      return false
    }
    try {
      return !same(keep(this.#outputOf(thaw(value)), { name: this.#name }), value)
    } catch {
      return true
    }
  }

  #outputOf(value: unknown): unknown {
    const result = this.#schema['~standard'].validate(plainInput(value))
    if ('then' in result) {
      void Promise.resolve(result).catch(() => {})
      throw badOption(this.#name, 'schema', 'answered with a promise: it must parse at once')
    }
    if (!result.issues) return result.value
    throw rejected(
      this.#name,
      result.issues.map(({ message, path = [] }) => ({ message, path: Array.from(path, keyOf) })),
    )
  }
}

function keyOf(segment: PropertyKey | StandardSchemaV1.PathSegment): PathKey {
  const key = typeof segment === 'object' ? segment.key : segment
  return typeof key === 'symbol' ? String(key) : key
}
