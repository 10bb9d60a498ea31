import type { Store } from 'varve'

/** The lines of one variable as they lie in a store, and where its head is said to be. */
export interface Lying {
  readonly texts: readonly string[]
  readonly head: { readonly index: number; readonly hash: string }
}

/**
 * A kind of store under torture. A place is a folder of its own: what a store keeps elsewhere is named after it.
 * Another kind of store is another file in this folder and a line in `subjects.ts`.
 */
export interface Subject {
  readonly name: string
  /** Whether it is files on a local disk, which can be damaged, filled and copied. */
  readonly isFiles: boolean
  /** The store at a place, in this very process; with a defect of its own where that has a name in `plants`. */
  store(place: string, plant?: string): Store
  readonly plants: readonly string[]
  /** Where it is written as a whole, and so is dearer the more it holds: begun anew after so many lives. */
  readonly lives?: number
  /** Starts what it needs in this process, before anything else; gives back the way to end it. */
  begin?(): Promise<() => Promise<void>>
  /** Makes what has to be there before the store is. */
  prepare?(place: string): void
  /** Whether its first file was cut so short that there is nothing left by which anything could be missed. */
  hasNothing?(bytes: Buffer): boolean
  /** What is wrong at a place beside what is kept, a sentence for each. */
  problems?(place: string): readonly string[]
  /** The files that it writes to, there or not. */
  files(place: string): readonly string[]
  /** Reads variables without the package, each one's `main` from index 0; throws where that can't be read. */
  lying(
    place: string,
    names: readonly string[],
  ): ReadonlyMap<string, Lying> | Promise<ReadonlyMap<string, Lying>>
}
