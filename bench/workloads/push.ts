import { item, type Item } from './items.ts'
import type { Workload } from './workload.ts'

/** An array that begins empty; each step pushes one object. */
export const push: Workload<Item[]> = {
  initial: () => [],
  mutate(draft, step) {
    draft.push(item(step))
  },
  copy: (value, step) => [...value, item(step)],
  persist: (value, step) => value.push(item(step)),
  path: step => [step, 'value'],
  leaf: (value, step) => value[step]!.value,
}
