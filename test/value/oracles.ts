import { enableMapSet, produce } from 'immer'
import { create } from 'mutative'

/** A library of drafts: what it makes of a value and a recipe. */
export type Oracle = (base: unknown, recipe: (draft: unknown) => void) => unknown

enableMapSet()

/** The libraries that have made drafts known; what a recipe does in both of them it should do here. */
export const oracles: Readonly<Record<string, Oracle>> = {
  immer: (base, recipe) => produce(base, recipe as never),
  mutative: (base, recipe) => create(base as object, recipe as never),
}
