import { load } from '../runner/load.ts'
import type { Workload } from '../workloads/workload.ts'
import type { Holder, HolderOptions } from './holder.ts'

/** What is used of a value that travels keeps. */
export interface Travel<T> {
  setState(next: T | ((draft: T) => void)): void
  getState(): T
  go(position: number): void
  back(): void
}

/** What is used of travels. */
export interface Travels {
  createTravels<T>(
    initial: T,
    options: { readonly maxHistory: number; readonly enableAutoFreeze?: boolean },
  ): Travel<T>
}

/** travels without a limit. Its own metadata cost 2 µs a step, so the times go into a list beside it. */
export async function open<T>(workload: Workload<T>, { frozen }: HolderOptions): Promise<Holder<T>> {
  const { createTravels } = await load<Travels>('travels')
  const options = { maxHistory: Number.MAX_SAFE_INTEGER, enableAutoFreeze: frozen }
  const travel = createTravels(workload.initial(), options)
  const { next, mutate } = workload
  const times: number[] = []
  return {
    step(step) {
      travel.setState(next ? next(step) : draft => mutate(draft, step))
      times.push(Date.now())
    },
    read: () => travel.getState(),
    at(version) {
      travel.go(version)
      return travel.getState()
    },
    undo: () => travel.back(),
  }
}
