import type { Workload } from '../workloads/workload.ts'
import type { Holder, HolderOptions, Open } from './holder.ts'

/** Loads one library, and no other, and gives it the workload's value. */
export async function openHolder<T>(
  candidate: string,
  workload: Workload<T>,
  options: HolderOptions = { frozen: false },
): Promise<Holder<T>> {
  const { open }: { open: Open } = await import(`./${candidate}.ts`)
  return open(workload, options)
}
