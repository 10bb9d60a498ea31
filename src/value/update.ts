import { edit } from './draft/edit.ts'
import { keep } from './keep.ts'
import { show } from './show.ts'
import type { Draft, Next, Snapshot } from './types.ts'

/** Returns what a recipe makes of a value, which stays as it is; the same snapshot when nothing changed. */
export function update<T>(value: T, recipe: (draft: Draft<T>) => Next<NoInfer<T>>): Snapshot<T> {
  const edited = edit(keep(value, { name: 'value' }), recipe, { name: null })
  return show(edited.value) as Snapshot<T>
}
