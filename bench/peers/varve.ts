import { Registry, type Input, type Recipe } from 'varve'
import type { Workload } from '../workloads/workload.ts'
import type { Holder } from './holder.ts'

/** Varve, in memory; what it gives out is always frozen. */
export async function open<T>(workload: Workload<T>): Promise<Holder<T>> {
  const variable = new Registry().watch<T>('value', workload.initial())
  const { next, mutate } = workload
  return {
    step: next
      ? step => void variable.set(next(step) as Input<T>)
      : step => void variable.update((draft => mutate(draft as T, step)) as Recipe<T>),
    read: () => variable.value as T,
    peek: path => variable.peek(path),
    select: look => variable.select(value => look(value as T)),
    at: version => variable.at(version) as T,
    peekAt: (path, version) => variable.peek(path, version),
    undo: () => void variable.undo(),
  }
}
