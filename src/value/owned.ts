/**
 * A container that one working value holds alone, and may change in place: nobody outside has ever seen it. Sealing ends
 * that for good. It knows the owned ones in it, so that sealing costs what was copied, not the whole.
 */
export class Owned {
  readonly container: object
  parent: Owned | null = null
  /** One of them; most have one, which needs no Set. */
  #kid: Owned | null = null
  #others: Set<Owned> | null = null
  /** True where a Leaf may stand in one of its places, or a hole in an array: sealing looks for them then. */
  irregular: boolean

  constructor(container: object, irregular: boolean) {
    this.container = container
    this.irregular = irregular
  }

  /** Notes that a container stands in this one, and is owned like it. */
  hold(kid: Owned): void {
    kid.parent = this
    if (this.#kid === null || this.#kid === kid) {
      this.#kid = kid
      return
    }
    this.#others ??= new Set()
    this.#others.add(kid)
  }

  /** Lets one of them go. */
  release(kid: Owned): void {
    if (this.#kid === kid) this.#kid = null
    else this.#others?.delete(kid)
  }

  /** Lets all of them go. */
  releaseAll(each: (kid: Owned) => void): void {
    const [kid, others] = [this.#kid, this.#others]
    this.#kid = this.#others = null
    if (kid !== null) each(kid)
    if (others !== null) for (const other of others) each(other)
  }
}
