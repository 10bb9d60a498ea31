import { items, type Item } from './items.ts'
import type { Workload } from './workload.ts'

const [length, changed] = [10_000, 1_000]
const apart = length / changed

/** An array of 10,000 objects; each step changes one field of every tenth. */
export const manyElements: Workload<Item[]> = {
  initial: () => items(length),
  mutate(draft, step) {
    for (let i = step % apart; i < length; i += apart) draft[i]!.value = step
  },
  copy(value, step) {
    const next = value.slice()
    for (let i = step % apart; i < length; i += apart) next[i] = { ...next[i]!, value: step }
    return next
  },
  persist: (value, step) =>
    value.withMutations(next => {
      for (let i = step % apart; i < length; i += apart) next.setIn([i, 'value'], step)
    }),
  path: step => [step % apart, 'value'],
  leaf: (value, step) => value[step % apart]!.value,
}
