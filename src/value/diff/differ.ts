import { isIdentical } from '../is-identical.ts'
import type { Kept } from '../kept.ts'
import { isLeaf } from '../leaf.ts'
import { listFamily } from '../list-family.ts'
import { replacePatch } from '../patch.ts'
import type { Patch, Path, PathKey } from '../path.ts'
import { type Kind, kindOf, sealWith } from '../sealed.ts'
import { diffArrays } from './diff-arrays.ts'
import { diffMaps, diffObjects } from './diff-keyed.ts'
import { diffSets } from './diff-sets.ts'
import { diffTexts } from './diff-texts.ts'
import type { ElementKey } from './pair-by-key.ts'

export type { ElementKey } from './pair-by-key.ts'

/** One walk over two kept values; what they share is passed over by identity. */
export class Differ {
  readonly patches: Patch[] = []
  readonly keys: ElementKey | undefined
  /** How many more arrays may be told in place and then told anew: each costs at most one walk. */
  patience = 64
  readonly #trail: PathKey[] = []

  constructor(keys: ElementKey | undefined) {
    this.keys = keys
  }

  /** Where the walk is, or one step further. */
  path(step?: PathKey): Path {
    const path = this.#trail.slice()
    if (step !== undefined) path.push(step)
    return sealWith(path, null, false, 0) as unknown as Path
  }

  /** Tells how two values at the walk's place differ. */
  compare(a: Kept, b: Kept): void {
    if (!isIdentical(a, b)) this.#compareUnlike(a, b)
  }

  /** Compares what stands one step further. */
  step(key: PathKey, a: Kept, b: Kept): void {
    if (isIdentical(a, b)) return
    this.#trail.push(key)
    this.#compareUnlike(a, b)
    this.#trail.pop()
  }

  /** The same where both are containers of one kind; false where they are not. */
  stepInside(key: PathKey, a: Kept, b: Kept): boolean {
    this.#trail.push(key)
    const isPair = this.#compareInside(a, b)
    this.#trail.pop()
    return isPair
  }

  #compareUnlike(a: Kept, b: Kept): void {
    if (this.#compareInside(a, b)) return
    if (typeof a === 'string' && typeof b === 'string') return diffTexts(this, a, b)
    if (!isLeaf(a) || !isLeaf(b) || a.type !== b.type || !a.equals(b)) this.replace(a, b)
  }

  #compareInside(a: Kept, b: Kept): boolean {
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
    if (Array.isArray(a)) {
      if (Array.isArray(b)) diffArrays(this, a, b)
      return Array.isArray(b)
    }
    const prototype: unknown = Object.getPrototypeOf(a)
    if (prototype !== Object.getPrototypeOf(b)) return false
    if (prototype === Object.prototype) diffObjects(this, a, b)
    else this.#compareKind(kindOf(a), a, b)
    return !isLeaf(a)
  }

  #compareKind(kind: Kind, a: Kept & object, b: Kept & object): void {
    if (kind === 'object') diffObjects(this, a, b)
    else if (kind === 'list') listFamily()!.diff(this, a, b)
    else if (kind === 'map') diffMaps(this, a, b)
    else if (kind === 'set') diffSets(this, a, b)
  }

  /** Replaces what stands at the walk's place. */
  replace(a: Kept, b: Kept): void {
    this.patches.push(replacePatch(this.path(), b, a))
  }
}
