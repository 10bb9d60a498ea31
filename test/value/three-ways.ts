import { enableMapSet, enablePatches, produce, produceWithPatches } from 'immer'
import { create } from 'mutative'
import { isVarveError, update } from 'varve'
import { described } from './plain-values.ts'

enableMapSet()
enablePatches()

/** A recipe as all three take it. */
export type Recipe<T> = (draft: T) => unknown
type ThreeOf<V> = readonly [varve: V, immer: V, mutative: V]

/** The values that the three libraries make of one base. */
export function valuesOf<T extends object>(base: T, recipe: Recipe<T>): ThreeOf<T> {
  return [
    update(base, recipe as never) as T,
    produce(base, recipe as never),
    create(base, recipe as never) as unknown as T,
  ]
}

/** What the three libraries make of the same base and recipe: the value in words, or the error's code or class. */
export function threeWays<T extends object>(base: () => T, recipe: Recipe<T>): ThreeOf<string> {
  return [
    outcome(() => update(base(), recipe as never)),
    outcome(() => produce(base(), recipe as never)),
    outcome(() => create(base(), recipe as never)),
  ]
}

/** The bases, in words, after the three libraries have run a recipe on them. */
export function basesAfter<T extends object>(base: () => T, recipe: Recipe<T>): ThreeOf<string> {
  const [one, two, three] = [base(), base(), base()]
  update(one, recipe as never)
  produce(two, recipe as never)
  create(three, recipe as never)
  return [described(one), described(two), described(three)]
}

/** The patches of the two others, and their inverses. */
export function othersPatches<T extends object>(base: T, recipe: Recipe<T>) {
  const [, immers, immersBack] = produceWithPatches(base, recipe as never)
  const [, mutatives, mutativesBack] = create(base, recipe as never, { enablePatches: true })
  return { immer: [immers, immersBack], mutative: [mutatives, mutativesBack] } as const
}

/** What came of it: the value in words, or what was thrown. */
export function outcome(fn: () => unknown): string {
  try {
    return described(fn())
  } catch (error) {
    if (isVarveError(error)) return error.code
    return (error as Error).constructor.name
  }
}
