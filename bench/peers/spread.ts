import type { Workload } from '../workloads/workload.ts'
import type { Holder } from './holder.ts'

/** No library: copies made by hand, and a list of all versions. */
export async function open<T>(workload: Workload<T>): Promise<Holder<T>> {
  const versions = [{ value: workload.initial(), time: Date.now() }]
  const last = (): T => versions[versions.length - 1]!.value
  return {
    step: step => void versions.push({ value: workload.copy(last(), step), time: Date.now() }),
    read: last,
    at: version => versions[version]!.value,
    undo: () => void versions.pop(),
  }
}
