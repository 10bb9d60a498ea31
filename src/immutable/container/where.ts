import type { ImmutableList } from '../collections.ts'

type Scalar = string | number | bigint | boolean | Date | null | undefined
/** A value that is to be there, or tests that all must hold. */
type Test<V> =
  | V
  | {
      readonly eq?: V
      readonly not?: V
      readonly in?: readonly V[]
      readonly lt?: V
      readonly lte?: V
      readonly gt?: V
      readonly gte?: V
    }

/**
 * A filter as data, so that it becomes SQL: of fields, and of fields of objects in them, all of which must hold. A scalar stands
 * for itself, or has tests; of a list it is asked what it `has`. `null` is null, `undefined` what is not there. Numbers, bigints,
 * Dates and texts are ordered among their own kind only, texts by code points.
 */
export type Where<T> = {
  readonly [K in keyof T as T[K] extends (...args: never) => unknown ? never : K]?: T[K] extends Scalar
    ? Test<T[K]>
    : T[K] extends readonly (infer E)[] | ReadonlySet<infer E> | ImmutableList<infer E>
      ? { readonly has: E }
      : Where<T[K]>
}
