import { blankLeaf, type Leaf, most } from './branch.ts'

/** Puts entries, of which no two have one key, into leaves without holes. */
export class Packer {
  /** All full; none where the tail has room for all. */
  readonly leaves: Leaf[] = []
  #leaf: Leaf = blankLeaf(most)
  #at = 0

  add(key: unknown, value: unknown): void {
    if (this.#at === most) {
      this.leaves.push(this.#leaf)
      this.#leaf = blankLeaf(most)
      this.#at = 0
    }
    this.#leaf[this.#at++] = key
    this.#leaf[this.#at++] = value
  }

  /** Those that are left; to be called once. */
  tail(): Leaf {
    if (this.#at < most || this.leaves.length === 0) return this.#leaf.slice(0, this.#at)
    this.leaves.push(this.#leaf)
    return []
  }
}
