import { VarveError } from '../../errors.ts'
import type { Kept } from '../kept.ts'
import type { PathKey } from '../path.ts'
import type { LeafNode } from './leaf-node.ts'
import type { ContainerNode, Node } from './node.ts'

/** Makes the node for what is kept at a place. */
export type MakeNode = (kept: Kept, session: Session, parent: Node | null, key: PathKey | null) => Node

/** Makes the draft of a container's node. */
export type MakeDraft = (node: ContainerNode) => object

/** What the drafts of one run of one recipe share. */
export class Session {
  /** What the edited value is called in messages. */
  readonly name: string
  readonly make: MakeNode
  readonly draft: MakeDraft
  /** The live copies handed out, whose changes no trap sees. */
  readonly leaves: LeafNode[] = []
  /** False once the recipe is over: every draft refuses from then on. */
  isOpen = true
  /** True once the recipe tried to change anything, even to what it was. */
  written = false
  /** While a value from outside is walked: the drafts found in it. */
  found: Set<Node> | null = null

  constructor(name: string, make: MakeNode, draft: MakeDraft) {
    this.name = name
    this.make = make
    this.draft = draft
  }

  /** Refuses when the recipe is over. */
  check(): void {
    if (this.isOpen) return
    const message =
      'This draft is closed: a draft works only while its recipe runs; ' +
      'take what you need out of it before, or read the value of the variable'
    throw new VarveError('DRAFT_CLOSED', message, {})
  }

  /** Refuses when the recipe is over, and notes that it wrote. */
  write(): void {
    this.check()
    this.written = true
  }
}
