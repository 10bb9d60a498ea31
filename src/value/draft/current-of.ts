import { Given } from '../given.ts'

/** What stands behind an object that a recipe was given: a draft, or the live copy of a Leaf. */
export interface Standing {
  /** Returns what it stands for now, as a kept value; undefined when it is an ordinary object again. */
  current(): unknown
}

// A private field on the object itself, Proxies included: no trap sees it, and it costs a tenth of a WeakMap entry.
class Stand extends Given {
  readonly #standing: Standing

  constructor(object: object, standing: Standing) {
    super(object)
    this.#standing = standing
  }
  static of(object: object): Standing | undefined {
    return #standing in object ? (object as Stand).#standing : undefined
  }
}

/** Puts a mark on an object handed to a recipe: what stands behind it. Once per object. */
export function stand(object: object, standing: Standing): void {
  new Stand(object, standing)
}

/** Finds what stands behind an object; undefined for objects that no recipe was given. */
export function standingOf(object: object): Standing | undefined {
  return Stand.of(object)
}

/** Returns what a draft or a live leaf stands for now, as a kept value; undefined for any other object. */
export function currentOf(object: object): unknown {
  return Stand.of(object)?.current()
}
