import { collect } from './collect.ts'

/** Bytes that stay after garbage is collected: the heap, and what buffers hold outside of it. */
export function keptBytes(): number {
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
