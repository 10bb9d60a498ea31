import type { Workload } from './workload.ts'

const size = 10_000

/** An object that begins with 10,000 keys; each step adds one. */
export const objectKey: Workload<Record<string, number>> = {
  initial: () => Object.fromEntries(Array.from({ length: size }, (_, i) => [`key ${i}`, i])),
  mutate(draft, step) {
    draft[`more ${step}`] = step
  },
  copy: (value, step) => ({ ...value, [`more ${step}`]: step }),
  persist: (value, step) => value.set(`more ${step}`, step),
  path: step => [`more ${step}`],
  leaf: (value, step) => value[`more ${step}`],
}
