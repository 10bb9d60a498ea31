import { load } from '../runner/load.ts'
import type { Persistent, Workload } from '../workloads/workload.ts'
import type { Holder } from './holder.ts'

/** Immutable.js with a list of all versions. Its values are no plain ones: nobody reads them here. */
export async function open<T>(workload: Workload<T>): Promise<Holder<T>> {
  const { fromJS } = await load<{ fromJS(value: unknown): Persistent }>('immutable')
  const persist = workload.persist!
  const versions = [{ value: fromJS(workload.initial()), time: Date.now() }]
  return {
    step: step => void versions.push({ value: persist(versions.at(-1)!.value, step), time: Date.now() }),
    read() {
      throw new Error('Immutable.js gives no plain value')
    },
    undo: () => void versions.pop(),
  }
}
