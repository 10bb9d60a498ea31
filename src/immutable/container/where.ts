import type { ImmutableList } from '../collections.ts'

type Scalar = string | number | bigint | boolean | Date | null | undefined
/** A value that is to be there, or tests that all must hold; what is no scalar is only equal to another, or is not. */
type Test<V, Whole = V> =
  | V
  | {
      readonly eq?: Whole
      readonly not?: Whole
      readonly in?: readonly Whole[]
      readonly lt?: V
      readonly lte?: V
      readonly gt?: V
      readonly gte?: V
    }

/** One or the other: together they would be fields. */
type Items<E> =
  { readonly has: E; readonly size?: never } | { readonly size: Test<number>; readonly has?: never }

/** What is asked of something that has parts. */
type Inside<V> = V extends readonly (infer E)[]
  ? { readonly has: E }
  : V extends ReadonlySet<infer E> | ImmutableList<infer E>
    ? Items<E>
    : Where<V>

/** Of a field that may be one or the other, what may be asked of either. */
type Asked<V> = [V] extends [Scalar] ? Test<V> : Test<Extract<V, Scalar>, V> | Inside<Exclude<V, Scalar>>

/**
 * A filter as data, so that it becomes SQL: of fields, and of fields of objects in them, all of which must hold. A scalar stands
 * for itself, or has tests; of a list it is asked what it `has`. `null` is null, `undefined` what is not there. Numbers, bigints,
 * Dates and texts are ordered among their own kind only, texts by code points.
 */
export type Where<T> = {
  readonly [K in keyof T as T[K] extends (...args: never) => unknown ? never : K]?:
    Asked<T[K]> | (object extends Pick<T, K> ? undefined : never)
}
