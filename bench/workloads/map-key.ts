import type { Workload } from './workload.ts'

const size = 10_000

/** A Map that begins with 10,000 keys; each step adds one. */
export const mapKey: Workload<Map<string, number>> = {
  initial: () => new Map(Array.from({ length: size }, (_, i) => [`key ${i}`, i])),
  mutate(draft, step) {
    draft.set(`more ${step}`, step)
  },
  copy: (value, step) => new Map(value).set(`more ${step}`, step),
  persist: (value, step) => value.set(`more ${step}`, step),
  path: step => [`more ${step}`],
  leaf: (value, step) => value.get(`more ${step}`),
}
