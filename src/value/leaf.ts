/**
 * Stands for an object with inner state (a Date, a RegExp, bytes, an instance of a registered class) inside kept
 * values. It is never handed out: readers get `copy()`.
 */
export abstract class Leaf {
  readonly #leaf = true
  /** Names the class of what it stands for, as in `Date`. */
  abstract readonly type: string
  /** How deep it nests kept values, and how many places they have, itself included; packed by `pack`. */
  readonly measure: number = 0
  /** Makes a fresh object that shares no mutable state with the leaf; `read` turns kept parts into what it holds. */
  abstract copy(read?: (kept: unknown) => unknown): object
  /** Tells whether it stands for the same value as another leaf. */
  abstract equals(other: Leaf): boolean

  static is(x: unknown): x is Leaf {
    return typeof x === 'object' && x !== null && #leaf in x
  }
}

/** Tells whether something is a Leaf, without running any code of it. */
export const isLeaf = (x: unknown): x is Leaf => Leaf.is(x)
