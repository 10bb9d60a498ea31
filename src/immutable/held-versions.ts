/** So many are remembered whether or not somebody asked for them. */
const few = 64

/**
 * Old versions that somebody may hold still, so that who asks for one gets the same object. It holds none itself, and grows
 * only with those that were asked for.
 */
export class HeldVersions {
  #refs: Map<number, WeakRef<object>> | undefined
  #limit = few
  /** How many more come before it is looked which are gone. */
  #patience = 1

  get(version: number): object | undefined {
    return this.#refs?.get(version)?.deref()
  }

  /** Remembers an object for a version; `isAsked` says that somebody has it for sure. */
  add(version: number, object: object, isAsked: boolean): void {
    const refs = (this.#refs ??= new Map())
    if (refs.size >= this.#limit && --this.#patience <= 0) this.#sweep(refs)
    // In one run none goes: with a reference to each version, a loop of updates would hold them all until it ends.
    if (isAsked || refs.size < few) refs.set(version, new WeakRef(object))
  }

  delete(version: number): void {
    this.#refs?.delete(version)
  }

  #sweep(refs: Map<number, WeakRef<object>>): void {
    for (const [version, ref] of refs) if (ref.deref() === undefined) refs.delete(version)
    this.#limit = Math.max(few, 2 * refs.size)
    this.#patience = refs.size >= few ? few : 1
  }
}
