import type { Kept } from '../kept.ts'
import { isLeaf } from '../leaf.ts'
import { isSealed, markRoot, ownedOf } from '../mark.ts'
import type { Owned } from '../owned.ts'
import { readPlace } from '../sealed.ts'
import type { PathKey } from '../path.ts'
import type { PathNode } from './path-node.ts'
import { writeRaw } from './raw-places.ts'
import { released } from './release.ts'
import { EditedText } from './edited-text.ts'
import { copyBytes, take } from './take.ts'

/**
 * A value that is worked on. What was handed out is sealed, and copied before it is changed, one container at a time; what
 * was copied is owned, and changed in place until the next snapshot is handed out.
 */
export class Working {
  #copied = 0
  #root: unknown
  // The container that rows met last: those that follow are mostly about the same.
  #lastNode: PathNode | null = null
  #last: Owned | null = null
  /** The text that is being edited: one at a time, written back before anything else is looked at. */
  #text: EditedText | null = null
  /** The text that was edited last, and how long it was then: it is part of what a snapshot costs. */
  #counted: PathNode | null = null
  #written = 0

  constructor(root: Kept) {
    this.#root = root
  }

  /** About how many bytes were copied since the last snapshot, and will be again after the next. */
  get copied(): number {
    return this.#copied + (this.#text?.length ?? this.#written)
  }

  /** What stands at the root, as it is: owned or sealed. */
  get root(): unknown {
    if (this.#text !== null) this.#endText()
    return this.#root
  }

  /** True while a snapshot costs nothing. */
  get isSealed(): boolean {
    if (this.#text !== null) return false
    return typeof this.#root !== 'object' || this.#root === null || ownedOf(this.#root) === null
  }

  /** Hands out the value: whatever is owned is sealed in place. */
  snapshot(): Kept {
    if (this.#text !== null) this.#endText()
    this.#counted = null
    this.#copied = this.#written = 0
    this.#lastNode = null
    const root = released(this.#root) as Kept
    if (isSealed(root)) markRoot(root as object)
    return root
  }

  /** Puts a kept value in the place of the whole; `copied` is what it cost, where it was worked on elsewhere. */
  reset(value: Kept, copied = 0): void {
    this.#text = null
    this.#counted = null
    this.#copied = copied
    this.#written = 0
    this.#lastNode = null
    this.#root = value
  }

  /** Containers come to stand elsewhere now: where they stood holds no longer. */
  moved(): void {
    this.#lastNode = null
  }

  /** Makes the container at a place owned, and those around it; null where there is none. */
  own(node: PathNode): Owned | null {
    if (this.#text !== null) this.#endText()
    if (node === this.#lastNode && ownedOf(this.#last!.container) !== null) return this.#last
    const owned = node.parent === null ? this.ownRoot() : this.#own(node.parent, node)
    this.#lastNode = owned && node
    this.#last = owned
    return owned
  }

  #own(parent: PathNode, node: PathNode): Owned | null {
    const above = parent.parent === null ? this.ownRoot() : this.#own(parent.parent, parent)
    if (above === null) return null
    const slot: unknown = slotOf(above.container, node.key)
    if (typeof slot !== 'object' || slot === null || isLeaf(slot)) return null
    const known = ownedOf(slot)
    if (known !== null) return known
    const owned = this.take(slot)
    writeRaw(above, node.key, owned.container)
    above.hold(owned)
    return owned
  }

  /** Makes the root owned; null where it is no container. */
  ownRoot(): Owned | null {
    if (this.#text !== null) this.#endText()
    const root = this.#root
    if (typeof root !== 'object' || root === null || isLeaf(root)) return null
    const known = ownedOf(root)
    if (known !== null) return known
    const owned = this.take(root)
    this.#root = owned.container
    return owned
  }

  /** How long the text at a place is, where it is being edited. */
  textLength(node: PathNode): number | undefined {
    return this.#text?.node === node ? this.#text.length : undefined
  }

  /** The text at a place, to be edited; null where there is none. */
  editText(node: PathNode): EditedText | null {
    if (this.#text?.node === node) return this.#text
    const owned = node.parent === null ? null : this.own(node.parent)
    if (node.parent !== null && owned === null) return null
    const text: unknown = owned === null ? this.root : readPlace(owned.container, node.key)
    if (typeof text !== 'string') return null
    if (this.#counted !== node) {
      this.#copied += this.#written
      this.#counted = node
    }
    return (this.#text = new EditedText(node, owned, text))
  }

  /** Puts the text that is being edited where it stands. */
  #endText(): void {
    const { node, owned, value } = this.#text!
    this.#text = null
    this.#written = value.length
    if (owned === null) this.#root = value
    else writeRaw(owned, node.key, value)
  }

  /** Copies a sealed container for this value; where it stands is the caller's affair. */
  take(sealed: object): Owned {
    const owned = take(sealed as Kept)
    this.#copied += copyBytes(owned.container)
    return owned
  }
}

/** What stands in an owned container, in which leaves are as they are. */
function slotOf(container: object, key: PathKey): unknown {
  const isPlain = Array.isArray(container) || Object.getPrototypeOf(container) === Object.prototype
  if (!isPlain) return readPlace(container, key)
  return Object.hasOwn(container, key as string)
    ? (container as Record<string, unknown>)[key as string]
    : undefined
}
