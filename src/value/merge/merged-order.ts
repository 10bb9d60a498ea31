import { longestRise } from '../diff/longest-rise.ts'

/** What has keys in an order. */
interface Ordered<K> {
  readonly size: number
  has(key: K): boolean
  keys(): Iterable<K>
}

/**
 * Puts the keys of two sides in one order: ours, in which what only they moved stands as they put it, and what is
 * new with them follows what it follows there. Where both put something at the same spot, ours comes first.
 */
export function mergedOrder<K>(base: Ordered<K>, ours: Ordered<K>, theirs: Ordered<K>): Iterable<K> {
  const [mine, others] = [[...ours.keys()], [...theirs.keys()]]
  if (mine.length === others.length && mine.every((key, i) => Object.is(key, others[i]))) return mine
  const old = new Map([...base.keys()].map((key, i) => [key, i]))
  const [byUs, byThem] = [movedKeys(old, mine), movedKeys(old, others)]
  const chain = new Chain(mine.filter(key => byUs.has(key) || !byThem.has(key)))
  let last: K | typeof front = front
  for (const key of others) {
    if (!chain.has(key)) chain.insert(key, last, theirs)
    // What we took elsewhere takes nothing of theirs with it.
    if (!byUs.has(key)) last = key
  }
  return chain.keys()
}

/** The keys of the base that left the order which they had there among the others. */
function movedKeys<K>(old: ReadonlyMap<K, number>, keys: readonly K[]): Set<K> {
  const common = keys.filter(key => old.has(key))
  const moved = new Set(common)
  for (const i of longestRise(common.map(key => old.get(key)!))) moved.delete(common[i]!)
  return moved
}

/** Stands before the first key. */
const front: unique symbol = Symbol('front')

/** Keys in an order, with room between any two. */
class Chain<K> {
  readonly #next = new Map<K | typeof front, K>()
  readonly #members: Set<K>

  constructor(keys: readonly K[]) {
    this.#members = new Set(keys)
    let last: K | typeof front = front
    for (const key of keys) {
      this.#next.set(last, key)
      last = key
    }
  }

  has(key: K): boolean {
    return this.#members.has(key)
  }

  /** Inserts a key behind another, and behind those after it that only we have. */
  insert(key: K, after: K | typeof front, theirs: Ordered<K>): void {
    let last = after
    while (this.#next.has(last) && !theirs.has(this.#next.get(last)!)) last = this.#next.get(last)!
    if (this.#next.has(last)) this.#next.set(key, this.#next.get(last)!)
    this.#next.set(last, key)
    this.#members.add(key)
  }

  *keys(): Iterable<K> {
    let at: K | typeof front = front
    while (this.#next.has(at)) yield (at = this.#next.get(at)!)
  }
}
