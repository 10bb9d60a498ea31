import { VarveError } from '../errors.ts'

/** How a locked collection makes another; see `locked-collections.ts`. */
export interface Ways {
  lockedOf<T extends object>(collection: T, name: string): T
  withEntry(map: object, key: unknown, value: unknown): object
  withoutEntry(map: object, key: unknown): object
  withMember(set: object, value: unknown): object
  withoutMember(set: object, value: unknown): object
  withItem(list: object, index: number, item: unknown): object
}

let given: Ways | null = null

/** Hands in how a locked collection makes another: that takes values in, of which collections themselves know nothing. */
export function useWays(ways: Ways): void {
  given = ways
}

/** How a locked collection makes another. */
export function ways(): Ways {
  if (given !== null) return given
  throw new VarveError('REFUSED', "with: import 'varve/immutable', which has what it takes", {})
}
