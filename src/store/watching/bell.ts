import type { AbortSignalLike } from '../../abort-signal.ts'

/** Calls `wake` when a time is up; gives the way to take it back. */
export type Timer = (wake: () => void) => () => void

/** Wakes who waits for something to happen; what rang before they slept is not missed. */
export class Bell {
  #rings = 0
  readonly #sleepers = new Set<() => void>()

  get rings(): number {
    return this.#rings
  }

  ring(): void {
    this.#rings += 1
    for (const wake of this.#sleepers) wake()
  }

  /** Waits for a ring later than `heard`, for the signal, or for the timer. */
  async wait(heard: number, signal: AbortSignalLike | undefined, timer?: Timer): Promise<void> {
    if (heard !== this.#rings || signal?.aborted) return
    await new Promise<void>(resolve => {
      const wake = (): void => {
        this.#sleepers.delete(wake)
        signal?.removeEventListener('abort', wake)
        cancel?.()
        resolve()
      }
      const cancel = timer?.(wake)
      this.#sleepers.add(wake)
      signal?.addEventListener('abort', wake)
    })
  }
}
