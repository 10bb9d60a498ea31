import { pick } from '../runner/pick.ts'
import { items, type Item } from './items.ts'
import type { Workload } from './workload.ts'

/** An array of so many objects; each step sets one field of one of them, at a place that looks random. */
export function arrayElement(length: number): Workload<Item[]> {
  const at = (step: number): number => pick(step, length)
  return {
    initial: () => items(length),
    mutate(draft, step) {
      draft[at(step)]!.value = step
    },
    copy: (value, step) => value.with(at(step), { ...value[at(step)]!, value: step }),
    persist: (value, step) => value.setIn([at(step), 'value'], step),
    path: step => [at(step), 'value'],
    leaf: (value, step) => value[at(step)]!.value,
  }
}
