import { load } from '../runner/load.ts'
import type { Workload } from '../workloads/workload.ts'
import type { Holder } from './holder.ts'

interface Proxied<T> {
  value: T
  readonly history: { readonly nodes: readonly { readonly snapshot: T }[] }
  saveHistory(): void
  undo(): void
}

interface ValtioHistory {
  proxyWithHistory<T>(initial: T, options: { readonly skipSubscribe: true }): Proxied<T>
}

/** valtio-history, told to save after each step: by itself it saves once in a tick. */
export async function open<T>(workload: Workload<T>): Promise<Holder<T>> {
  const { proxyWithHistory } = await load<ValtioHistory>('valtio-history')
  const proxied = proxyWithHistory(workload.initial(), { skipSubscribe: true })
  const { next, mutate } = workload
  return {
    step(step) {
      if (next) proxied.value = next(step)
      else mutate(proxied.value, step)
      proxied.saveHistory()
    },
    read: () => proxied.history.nodes.at(-1)!.snapshot,
    undo: () => proxied.undo(),
  }
}
