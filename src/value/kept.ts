/**
 * The form in which values are kept, on which the whole package rests.
 *
 * A **kept** value is a primitive, a `Leaf`, or a **sealed** container: a frozen plain object, a frozen array, an
 * `ImmutableMap` or an `ImmutableSet`. Sealed containers are themselves what the user sees (snapshots). A `Leaf`
 * stands for an object with inner state (Date, RegExp, URL, Error, buffers, typed arrays, registered classes): it is
 * never handed out; where one stands in a sealed object or array the place is an accessor that returns a fresh copy,
 * in an ImmutableMap or ImmutableSet the readers return a fresh copy, and `show` turns a root Leaf into a copy.
 */
declare const kept: unique symbol
/** A kept value; opaque to the floors above, so that nobody hands out a Leaf by mistake. */
export type Kept =
  (object & { readonly [kept]: true }) | string | number | bigint | boolean | null | undefined
