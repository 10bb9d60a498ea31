import type { Path } from './path.ts'

/** Where something will stand; its path is made only where a message needs it. */
export interface Where {
  /** How many keys lead to it. */
  readonly depth: number
  readonly path: Path
}

/** Where a value as a whole stands. */
export const atTheRoot: Where = { depth: 0, path: [] }

/** A place whose path is known. */
export const whereOf = (path: Path): Where => ({ depth: path.length, path })
