import type { Kept } from '../kept.ts'
import { isLeaf } from '../leaf.ts'
import { replacePatch } from '../patch.ts'
import type { Patch, Path, PathKey } from '../path.ts'
import { kindOf } from '../sealed.ts'
import { diffArrays } from './diff-arrays.ts'
import { diffKeyed } from './diff-keyed.ts'
import { diffSets } from './diff-sets.ts'
import { diffTexts } from './diff-texts.ts'
import { isPair } from './is-pair.ts'

/** Names an element of an array, so that it is recognised at another index. */
export type ElementKey = (element: unknown, path: Path) => unknown

/** One walk over two kept values; what they share is passed over by identity. */
export class Differ {
  readonly patches: Patch[] = []
  readonly keys: ElementKey | undefined
  readonly #trail: PathKey[] = []

  constructor(keys: ElementKey | undefined) {
    this.keys = keys
  }

  /** Where the walk is, and one step further. */
  path(...steps: PathKey[]): Path {
    return [...this.#trail, ...steps]
  }

  /** Tells how two values at the walk's place differ. */
  compare(a: Kept, b: Kept): void {
    if (Object.is(a, b)) return
    if (typeof a === 'string' && typeof b === 'string') return diffTexts(this, a, b)
    if (!isPair(a, b)) {
      if (!isLeaf(a) || !isLeaf(b) || a.type !== b.type || !a.equals(b)) this.replace(a, b)
      return
    }
    const kind = kindOf(a)
    if (kind === 'array') diffArrays(this, a, b)
    else if (kind === 'set') diffSets(this, a, b)
    else diffKeyed(this, a, b)
  }

  /** Compares what stands one step further. */
  step(key: PathKey, a: Kept, b: Kept): void {
    if (Object.is(a, b)) return
    this.#trail.push(key)
    this.compare(a, b)
    this.#trail.pop()
  }

  /** Replaces what stands at the walk's place. */
  replace(a: Kept, b: Kept): void {
    this.patches.push(replacePatch(this.path(), b, a))
  }
}
