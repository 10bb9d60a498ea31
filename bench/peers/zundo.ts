import { load } from '../runner/load.ts'
import type { Workload } from '../workloads/workload.ts'
import type { Holder } from './holder.ts'

interface State<T> {
  readonly value: T
  readonly time: number
}

interface Store<T> {
  getState(): State<T>
  setState(next: State<T>): void
  readonly temporal: { getState(): { undo(): void } }
}

type Creator<T> = () => State<T>

/** A vanilla zustand store with zundo's `temporal`; it keeps whole states, which are copied by hand. */
export async function open<T>(workload: Workload<T>): Promise<Holder<T>> {
  const { createStore } = await load<{ createStore(creator: unknown): unknown }>('zustand/vanilla')
  const { temporal } = await load<{ temporal<V>(creator: Creator<V>): unknown }>('zundo')
  const initial = (): State<T> => ({ value: workload.initial(), time: Date.now() })
  const store = createStore(temporal(initial)) as Store<T>
  return {
    step: step => store.setState({ value: workload.copy(store.getState().value, step), time: Date.now() }),
    read: () => store.getState().value,
    undo: () => store.temporal.getState().undo(),
  }
}
