import { failureOf } from './failure.ts'

const SHORTEST = 0.1
const LONGEST = 2
const cell = new Int32Array(new SharedArrayBuffer(4))

/**
 * Tries again while another program writes, blocking the thread, for `timeout` milliseconds.
 * SQLite's own waiting starves one of many writers for a second; short sleeps of random length do not.
 */
export function retrySync<T>(attempt: () => T, timeout: number): T {
  const until = performance.now() + timeout
  for (;;) {
    try {
      return attempt()
    } catch (error) {
      const pause = pauseAfter(error, until)
      if (pause === undefined) throw error
      Atomics.wait(cell, 0, 0, pause)
    }
  }
}

/** Tries again as `retrySync` does, leaving the thread to others meanwhile. */
export async function retry<T>(attempt: () => T, timeout: number): Promise<T> {
  const until = performance.now() + timeout
  for (;;) {
    try {
      return attempt()
    } catch (error) {
      const pause = pauseAfter(error, until)
      if (pause === undefined) throw error
      await new Promise(resolve => setTimeout(resolve, pause))
    }
  }
}

function pauseAfter(error: unknown, until: number): number | undefined {
  const failure = failureOf(error)
  if (failure !== 'BUSY' && failure !== 'LOCKED' && failure !== 'PROTOCOL') return undefined
  const left = until - performance.now()
  return left > 0 ? Math.min(left, SHORTEST + Math.random() * (LONGEST - SHORTEST)) : undefined
}
