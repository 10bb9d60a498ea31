/**
 * Numbers below `size` for ever-new steps: far apart, each once before any comes again, and evenly spread however few
 * are taken, so that a slow candidate's few are as dear as a fast one's many.
 */
export function scattered(size: number): (step: number) => number {
  let stride = Math.max(1, Math.round(size * 0.618))
  while (divisor(stride, size) !== 1) stride++
  return step => ((step + 1) * stride) % size
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b)
}
