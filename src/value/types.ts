/** The ground floor's types: what a value looks like when read, and when edited. */

import type { OwnType } from './own-class.ts'

type Fn = (...args: never) => unknown
type Scalar = string | number | bigint | boolean | symbol | null | undefined | Fn

/** True when some member is a function: functions can't be remembered, so such a type is a class instance. */
export type IsInstance<T> = true extends { [K in keyof T]-?: IsFn<T[K]> }[keyof T] ? true : false
/** `any`, `unknown` and `never` members are no functions (`kind?: never` is common in exclusive unions). */
type IsFn<V> = unknown extends V ? false : [V] extends [never] ? false : V extends Fn ? true : false

/** Lets a library or a program say that a type is opaque although it has no methods. */
export interface Opaque {}
type OpaqueType = Opaque[keyof Opaque]

/** The deeply readonly type of a value read out of a variable. */
export type Snapshot<T> = 0 extends 1 & T
  ? T
  : T extends Scalar | OpaqueType | OwnType
    ? T
    : T extends ReadonlyMap<infer K, infer V>
      ? ReadonlyMap<Snapshot<K>, Snapshot<V>>
      : T extends ReadonlySet<infer V>
        ? ReadonlySet<Snapshot<V>>
        : T extends readonly (infer E)[]
          ? E[] extends T
            ? readonly Snapshot<E>[]
            : { readonly [K in keyof T]: Snapshot<T[K]> }
          : T extends object
            ? IsInstance<T> extends true
              ? T
              : { readonly [K in keyof T]: Snapshot<T[K]> }
            : T

/** The writable type of a value inside a recipe. */
export type Draft<T> = 0 extends 1 & T
  ? T
  : T extends Scalar | OpaqueType
    ? T
    : T extends ReadonlyMap<infer K, infer V>
      ? Map<K, Draft<V>>
      : T extends ReadonlySet<infer V>
        ? Set<Draft<V>>
        : T extends Draftable<infer D>
          ? D
          : T extends OwnType
            ? { -readonly [K in keyof T]: Draft<T[K]> }
            : T extends readonly (infer E)[]
              ? E[] extends T
                ? Draft<E>[]
                : { -readonly [K in keyof T]: Draft<T[K]> }
              : T extends object
                ? IsInstance<T> extends true
                  ? T
                  : { -readonly [K in keyof T]: Draft<T[K]> }
                : T

/** A type that names its own draft type (ImmutableList does). */
export interface Draftable<D> {
  readonly [draftType]: D
}
declare const draftType: unique symbol

/** What may be put in: the type itself, or a snapshot of it. */
export type Input<T> = T | Snapshot<T>

/** Returned by a recipe to make the next value `undefined` where there was a draft. */
export const nothing: unique symbol = Symbol.for('varve.nothing')
/** The type of `nothing`. */
export type Nothing = typeof nothing

/** What a recipe may return: the next value; nothing at all only where there is a draft to edit. */
export type Next<T> =
  Input<T> | Draft<T> | (T extends object ? void : never) | (undefined extends T ? Nothing : never)
/** Edits its draft, or returns the next value; never both. */
export type Recipe<T, In = T> = (draft: Draft<T>) => Next<In> | (T extends object ? void : never)
/** A recipe that may wait for something; its draft stays open until it is over. */
export type AsyncRecipe<T, In = T> = (
  draft: Draft<T>,
) => Promise<Next<In> | (T extends object ? void : never)>
