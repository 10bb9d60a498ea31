import type { ContainerNode } from './container-node.ts'

/** One walk over a Map or Set that may change meanwhile, as the language's own do, and be copied. */
export class Walker<K> {
  #keys: IterableIterator<K>

  constructor(keys: IterableIterator<K>) {
    this.#keys = keys
  }

  next(): IteratorResult<K, unknown> {
    return this.#keys.next()
  }

  /** Goes on with other keys from the first on. */
  restart(keys: IterableIterator<K>): void {
    this.#keys = keys
  }

  /** Goes on where it is in a copy that has the same keys in the same order. */
  move(size: number, keys: IterableIterator<K>): void {
    let left = 0
    while (!this.#keys.next().done) left++
    for (let passed = 0; passed < size - left; passed++) keys.next()
    this.#keys = keys
  }
}

/** Walks keys, and refuses once the recipe is over. */
export function* walk<K, T>(
  node: ContainerNode & { walkers: Set<Walker<K>> | null },
  keys: IterableIterator<K>,
  see: (key: K) => T,
): Generator<T, undefined> {
  const walker = new Walker(keys)
  node.walkers ??= new Set()
  node.walkers.add(walker)
  try {
    for (;;) {
      node.session.check()
      const next = walker.next()
      if (next.done) return
      yield see(next.value)
    }
  } finally {
    node.walkers?.delete(walker)
  }
}
