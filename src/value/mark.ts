import { Given } from './given.ts'
import type { Leaf } from './leaf.ts'

/** What is known of a sealed container beyond its places. */
export interface Mark {
  /** Its depth and size, packed by `pack`; 0 until somebody asks. */
  measure: number
  /** The leaves behind its accessors, by key; indexes as text. */
  readonly leaves: ReadonlyMap<string, Leaf> | null
  /** True for an array with holes. */
  readonly sparse: boolean
}

/**
 * Marks containers as ours with a private field on the container itself: no reflection sees it, no Proxy forges it,
 * it works on frozen objects, and it costs a tenth of a WeakMap entry. Most containers need only a number.
 */
class Marked extends Given {
  #mark: number | Mark

  constructor(target: object, mark: number | Mark) {
    super(target)
    this.#mark = mark
  }
  static has(x: object): boolean {
    return #mark in x
  }
  static read(x: object): number | Mark {
    return (x as Marked).#mark
  }
  static measure(x: object, measure: number): void {
    const mark = (x as Marked).#mark
    if (typeof mark === 'number') (x as Marked).#mark = measure
    else mark.measure = measure
  }
}

/** Marks a container as sealed; once per container, before it is frozen. */
export function mark(container: object, is: number | Mark): void {
  new Marked(container, is)
}

/** Tells whether something is a container that we sealed. */
export function isSealed(x: unknown): boolean {
  return typeof x === 'object' && x !== null && Marked.has(x)
}

/** Reads the leaves and holes of a sealed container; null when it has neither, which is the common case. */
export function markOf(sealed: object): Mark | null {
  const is = Marked.read(sealed)
  return typeof is === 'number' ? null : is
}

/** Reads the packed measure of a sealed container; 0 when not known yet. */
export function knownMeasure(sealed: object): number {
  const is = Marked.read(sealed)
  return typeof is === 'number' ? is : is.measure
}

/** Remembers the packed measure of a sealed container. */
export function rememberMeasure(sealed: object, measure: number): void {
  Marked.measure(sealed, measure)
}
