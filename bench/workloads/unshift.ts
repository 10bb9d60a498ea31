import { item, items, type Item } from './items.ts'
import type { Workload } from './workload.ts'

const length = 10_000

/** An array that begins with 10,000 objects; each step puts one before them. */
export const unshift: Workload<Item[]> = {
  initial: () => items(length),
  mutate(draft, step) {
    draft.unshift(item(length + step))
  },
  copy: (value, step) => [item(length + step), ...value],
  persist: (value, step) => value.unshift(item(length + step)),
  path: () => [0, 'value'],
  leaf: value => value[0]!.value,
}
