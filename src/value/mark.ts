import { Given } from './given.ts'
import type { Leaf } from './leaf.ts'
import { Owned } from './owned.ts'

/** What is known of a sealed container beyond its places. */
export interface Mark {
  /** Its depth and size, packed by `pack`; 0 until somebody asks. */
  measure: number
  /** The leaves behind its accessors, by key; indexes as text. */
  readonly leaves: ReadonlyMap<string, Leaf> | null
  /** True for an array with holes. */
  readonly sparse: boolean
  /** Whether it was handed out as a root. */
  isRoot?: boolean
}

/**
 * Marks containers as ours with a private field on the container itself: no reflection sees it, no Proxy forges it,
 * it works on frozen objects, and it costs a tenth of a WeakMap entry. Most containers need only a number.
 */
class Marked extends Given {
  /** A number is twice the measure, and one more for a root. */
  #mark: number | Mark | Owned

  constructor(target: object, mark: number | Mark | Owned) {
    super(target)
    this.#mark = mark
  }
  static isSealed(x: object): boolean {
    return #mark in x && !((x as Marked).#mark instanceof Owned)
  }
  static owned(x: object): Owned | null {
    if (!(#mark in x)) return null
    const mark = (x as Marked).#mark
    return mark instanceof Owned ? mark : null
  }
  /** Of a sealed container. */
  static read(x: object): number | Mark {
    return (x as Marked).#mark as number | Mark
  }
  static write(x: object, mark: number | Mark): void {
    if (#mark in x) (x as Marked).#mark = mark
    else new Marked(x, mark)
  }
  static measure(x: object, measure: number): void {
    const mark = Marked.read(x)
    if (typeof mark === 'number') (x as Marked).#mark = measure * 2 + (mark % 2)
    else mark.measure = measure
  }
  static root(x: object): void {
    const mark = Marked.read(x)
    if (typeof mark !== 'number') mark.isRoot = true
    else if (mark % 2 === 0) (x as Marked).#mark = mark + 1
  }
}

/** Marks a container as sealed; once per container, before it is frozen. */
export function mark(container: object, is: number | Mark): void {
  Marked.write(container, typeof is === 'number' ? is * 2 : is)
}

/** Marks a fresh container as owned, until `mark` says that it is sealed. */
export function markOwned(owned: Owned): void {
  new Marked(owned.container, owned)
}

/** Finds what is known of an owned container; null for one that is sealed. */
export function ownedOf(container: object): Owned | null {
  return Marked.owned(container)
}

/** Tells whether something is a container that we sealed. */
export function isSealed(x: unknown): boolean {
  return typeof x === 'object' && x !== null && Marked.isSealed(x)
}

/** Reads the leaves and holes of a sealed container; null when it has neither, which is the common case. */
export function markOf(sealed: object): Mark | null {
  const is = Marked.read(sealed)
  return typeof is === 'number' ? null : is
}

/** Reads the packed measure of a sealed container; 0 when not known yet. */
export function knownMeasure(sealed: object): number {
  const is = Marked.read(sealed)
  return typeof is === 'number' ? Math.floor(is / 2) : is.measure
}

/** Remembers the packed measure of a sealed container. */
export function rememberMeasure(sealed: object, measure: number): void {
  Marked.measure(sealed, measure)
}

/** Notes that a sealed container was handed out as a whole, not as a part of another. */
export function markRoot(sealed: object): void {
  Marked.root(sealed)
}

/** Tells whether a sealed container was handed out as a whole. */
export function isRoot(sealed: object): boolean {
  const is = Marked.read(sealed)
  return typeof is === 'number' ? is % 2 === 1 : is.isRoot === true
}
