import { VarveError } from '../../errors.ts'
import type { PathNode } from '../working/path-node.ts'
import type { RowLog } from '../working/row-log.ts'
import type { Working } from '../working/working.ts'
import type { LeafNode } from './leaf-node.ts'
import type { ContainerNode } from './container-node.ts'
import type { Node } from './node.ts'

/** Makes the node for what stands at a place. */
export type MakeNode = (raw: object, session: Session, parent: ContainerNode | null, key: unknown) => Node

/** Makes the draft of a container's node. */
export type MakeDraft = (node: ContainerNode) => object

/** What makes nodes and drafts; handed in, since they need sessions themselves. */
export interface Makers {
  readonly node: MakeNode
  readonly draft: MakeDraft
}

/** What the drafts of one run of one recipe share: the value they work on, and the log of what was done to it. */
export class Session {
  /** What the edited value is called in messages. */
  readonly name: string
  readonly working: Working
  readonly log: RowLog
  readonly root: PathNode
  readonly makers: Makers
  /** Whether what is put in is taken in as immutables do. */
  readonly converts: boolean
  /** What leaving the block in which the draft is used does; null for the draft of a recipe. */
  onLeave: (() => void) | null = null
  /** The live copies handed out, whose changes no trap sees. */
  leaves: LeafNode[] | null = null
  /** Nodes that stood at several places at once. */
  doubled: Set<Node> | null = null
  /** False once the recipe is over: every draft refuses from then on. */
  isOpen = true
  /** True once the recipe tried to change anything, even to what it was. */
  written = false
  /** True once a place was written twice. */
  repeats = false
  /** Counts up whenever a node comes to stand elsewhere: what is known of places holds until then. */
  moves = 0

  constructor(
    name: string,
    working: Working,
    log: RowLog,
    root: PathNode,
    makers: Makers,
    converts: boolean = false,
  ) {
    this.name = name
    this.working = working
    this.log = log
    this.root = root
    this.makers = makers
    this.converts = converts
    working.moved()
  }

  /** Refuses when the recipe is over. */
  check(): void {
    if (!this.isOpen) refuseClosed()
  }

  /** Refuses when the recipe is over, and notes that it wrote. */
  write(): void {
    if (!this.isOpen) refuseClosed()
    this.written = true
    if (this.leaves !== null) this.flushLeaves()
  }

  /** Writes what was done to live copies to the places for which they stand. */
  flushLeaves(): void {
    for (const leaf of this.leaves ?? []) leaf.flush()
  }
}

function refuseClosed(): never {
  const message =
    'This draft is closed: a draft works only while its recipe runs, or until it is finished; ' +
    'take what you need out of it before, or read it from the value that came of it'
  throw new VarveError('DRAFT_CLOSED', message, {})
}
