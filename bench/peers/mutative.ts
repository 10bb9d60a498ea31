import { load } from '../runner/load.ts'
import type { Workload } from '../workloads/workload.ts'
import type { Holder, HolderOptions } from './holder.ts'

type Patch = object

interface Mutative {
  create<T>(
    value: T,
    recipe: (draft: T) => unknown,
    options: { readonly enablePatches: true; readonly enableAutoFreeze: boolean },
  ): [next: T, patches: Patch[], inverse: Patch[]]
  apply<T>(value: T, patches: readonly Patch[]): T
}

/** mutative with patches and their inverses pushed to a list, beside the time; old versions by going back from the head. */
export async function open<T>(workload: Workload<T>, { frozen }: HolderOptions): Promise<Holder<T>> {
  const { create, apply } = await load<Mutative>('mutative-2')
  const options = { enablePatches: true, enableAutoFreeze: frozen } as const
  const { next, mutate } = workload
  const history: { readonly patches: Patch[]; readonly inverse: Patch[]; readonly time: number }[] = []
  let value = workload.initial()
  return {
    step(step) {
      const recipe = next ? () => next(step) : (draft: T) => mutate(draft, step)
      const [made, patches, inverse] = create(value, recipe, options)
      value = made
      history.push({ patches, inverse, time: Date.now() })
    },
    read: () => value,
    at(version) {
      const back: Patch[] = []
      for (let i = history.length - 1; i >= version; i--) back.push(...history[i]!.inverse)
      return apply(value, back)
    },
    undo() {
      value = apply(value, history.pop()!.inverse)
    },
  }
}
