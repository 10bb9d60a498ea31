/** So many are remembered whether or not somebody asked for them. */
const few = 64

/**
 * Old versions that somebody may hold still, so that who asks for one gets the same object. It holds none itself, and grows
 * only with those that were asked for.
 */
export class HeldVersions {
  readonly #refs = new Map<number, WeakRef<object>>()
  #limit = few
  /** How many more come before it is looked which are gone. */
  #patience = 1

  get(version: number): object | undefined {
    return this.#refs.get(version)?.deref()
  }

  /** Remembers an object for a version; `isAsked` says that somebody has it for sure. */
  add(version: number, object: object, isAsked: boolean): void {
    if (this.#refs.size >= this.#limit && --this.#patience <= 0) this.#sweep()
    // In one run none goes: with a reference to each version, a loop of updates would hold them all until it ends.
    if (isAsked || this.#refs.size < few) this.#refs.set(version, new WeakRef(object))
  }

  delete(version: number): void {
    this.#refs.delete(version)
  }

  #sweep(): void {
    for (const [version, ref] of this.#refs) if (ref.deref() === undefined) this.#refs.delete(version)
    this.#limit = Math.max(few, 2 * this.#refs.size)
    this.#patience = this.#refs.size >= few ? few : 1
  }
}
