import type { Store } from '../../store/store.ts'

/** How many containers have each store open. */
const users = new WeakMap<Store, number>()

/** Notes that a container has a store open, and gives what it does with it in the end: the last one closes it. */
export function shareStore(store: Store): () => Promise<void> {
  users.set(store, (users.get(store) ?? 0) + 1)
  return async () => {
    const left = users.get(store)! - 1
    users.set(store, left)
    if (left === 0) await store.close()
  }
}
