import type { Workload } from './workload.ts'

/** One number, set to the next. */
export const number: Workload<number> = {
  initial: () => 0,
  next: step => step + 1,
  mutate() {
    throw new Error('a number is set, not edited')
  },
  copy: (_value, step) => step + 1,
  path: () => [],
  leaf: value => value,
}
