/**
 * A container that one working value holds alone, and may change in place: nobody outside has ever seen it. Sealing ends
 * that for good. `parent` and `kids` are the owned part of the tree, so that sealing costs what was copied, not the whole.
 */
export class Owned {
  readonly container: object
  parent: Owned | null = null
  kids: Set<Owned> | null = null
  /** True where a Leaf may stand in one of its places, or a hole in an array: sealing looks for them then. */
  irregular: boolean

  constructor(container: object, irregular: boolean) {
    this.container = container
    this.irregular = irregular
  }

  /** Notes that a container stands in this one, and is owned like it. */
  hold(kid: Owned): void {
    kid.parent = this
    this.kids ??= new Set()
    this.kids.add(kid)
  }
}
