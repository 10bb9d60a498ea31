import type { Ref } from '../history/ref.ts'
import type { AnyRevision } from '../history/revision.ts'
import type { Info } from '../recorder/info.ts'
import type { Snapshot } from '../value/types.ts'
import type { Readable, Variable } from './variable.ts'

/** Names and the types of their values. */
export type Names = Record<string, unknown>

/** What registries and repositories share. */
export interface RegistryCommon<V extends Names> {
  /** A watched variable; `UNKNOWN_VARIABLE` with the nearest name where there is none. */
  get<K extends keyof V & string>(name: K): Variable<V[K]>
  /** Whether a variable of that name is watched here. */
  has(name: string): boolean
  /** The watched variables by name; a copy. */
  all(): ReadonlyMap<string, Variable<unknown>>
  /** The values of all watched variables at one moment; as of an instant, without those that had none yet. */
  snapshot(asOf?: Ref): { readonly [K in keyof V]: Snapshot<V[K]> }
  /** Gives the name free; the handle goes on by itself. `UNKNOWN_VARIABLE` where there is none. */
  unregister(name: string): void
  /** Records what `fn` changes together, or nothing when it throws; listeners hear of it afterwards. */
  transaction<R>(fn: () => R, info?: Info): R
  /** As the function `withInfo`. */
  withInfo<R>(info: Info, fn: () => R): R
  /** Hears of every change of every variable; returns the way to stop. */
  subscribe(fn: (variable: Readable<unknown>, revision: AnyRevision) => void): () => void
}
