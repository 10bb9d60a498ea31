/**
 * What the door may know of a runtime besides ECMAScript 2024: nothing but these. Everything else comes through
 * `#platform` or is passed in.
 */

/** A value may hold URLs; every runtime has them. */
declare class URL {
  constructor(url: string)
  readonly href: string
}
