import { median } from '../stores/median.ts'

const cell = new Int32Array(new SharedArrayBuffer(4))

/** CPU time of the main thread for a run, in µs, without what looking at the clock costs. */
export function cpuOf(run: () => void): number {
  const start = now()
  run()
  return Math.max(0, now() - start - look)
}

const look = lookCost()

/**
 * Systems book a thread's time at ticks of some milliseconds, and when it stops running: so it does, for an instant.
 * A Node that cannot tell threads apart counts the whole process.
 */
function now(): number {
  Atomics.wait(cell, 0, 0, 0.001)
  const { user, system } = process.threadCpuUsage?.() ?? process.cpuUsage()
  return user + system
}

function lookCost(): number {
  const costs: number[] = []
  for (let last = now(); costs.length < 300;) {
    const next = now()
    costs.push(next - last)
    last = next
  }
  return median(costs.slice(100))
}
