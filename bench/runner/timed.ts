import type { Measured } from './case.ts'
import { cpuOf } from './cpu-of.ts'

export interface Span {
  /** The first step's number. */
  readonly from?: number
  readonly count: number
  /** Seconds after which a slow candidate does no more steps. */
  readonly budget: number
  /** Rates are by the clock on the wall, as others state theirs; everything else is CPU time. */
  readonly clock?: 'cpu' | 'wall'
  /** Up to how many steps a fast candidate does, where `count` take too little time to be told. */
  readonly most?: number
}

const first = 8
const enough = 100_000

/** Does the steps, and tells the time of one in µs. */
export function timed(
  step: (index: number) => void,
  { from = 0, count, budget, clock = 'cpu', most = count }: Span,
): Measured {
  const timeOf = clock === 'cpu' ? cpuOf : wallOf
  let done = 0
  let spent = 0
  const goesOn = (): boolean => (done < count ? spent < budget * 1e6 : done < most && spent < enough)
  for (let chunk = first; goesOn();) {
    const until = Math.min(done + chunk, done < count ? count : most)
    spent += timeOf(() => {
      for (; done < until; done++) step(from + done)
    })
    // As many as the rest of the time has room for, but never much more than before: the first are the slowest.
    const room = (budget * 1e6 - spent) / (spent / done || 1)
    chunk = Math.ceil(Math.max(first, Math.min(chunk * 8, room)))
  }
  return { value: done === 0 ? 0 : spent / done, steps: done, of: count }
}

function wallOf(run: () => void): number {
  const start = performance.now()
  run()
  return (performance.now() - start) * 1_000
}
