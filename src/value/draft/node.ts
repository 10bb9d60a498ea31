import type { Kept } from '../kept.ts'
import type { Path, PathKey } from '../path.ts'
import { refuse } from '../refuse.ts'
import type { Standing } from './current-of.ts'
import type { Row } from './row.ts'
import type { Session } from './session.ts'

/** Gives the final value of a node that stands at a key of another. */
export type Finish = (node: Node, key: PathKey) => Kept

/** How a node ended. */
export interface Outcome {
  readonly final: Kept
  /** What changed the node's own places, told from its base. */
  readonly rows: readonly Row[]
  /** The nodes that stand at places which no row wrote, and changed inside: they tell their own rows. */
  readonly carried: readonly (readonly [key: PathKey, node: Node])[]
}

/**
 * One place's content while a recipe runs: a container, a leaf or an edited text. A node may be moved, and may stand at
 * several places at once. A **slot** is what a container holds: a kept value, or a node once somebody looked closer.
 */
export abstract class Node implements Standing {
  readonly session: Session
  /** The kept value it began as; undefined when the recipe made it. */
  readonly base: Kept
  /** Where it stood first, for messages. */
  readonly parent: Node | null
  readonly key: PathKey | null
  outcome: Outcome | 'busy' | null = null

  constructor(session: Session, base: Kept, parent: Node | null, key: PathKey | null) {
    this.session = session
    this.base = base
    this.parent = parent
    this.key = key
  }

  /** What the recipe sees: a draft, a live copy, a text. */
  abstract get shown(): unknown
  /** True while nothing in it was written, nor looked at closer. */
  abstract get isUntouched(): boolean
  /** Decides what became of it, once; changes nothing that a base holds. */
  abstract settle(finish: Finish): Outcome
  /** Keeps its present state, while the recipe goes on. */
  abstract snapshot(finish: Finish): Kept

  /** What `keep` takes for a draft: the node itself while its own recipe adopts a value, else its present state. */
  current(): unknown {
    this.session.check()
    if (this.session.found === null) return snapshotOf(this, [])
    this.session.found.add(this)
    return this
  }

  /** The place where it stood first. */
  get path(): Path {
    return this.parent === null ? [] : [...this.parent.path, ...(this.key === null ? [] : [this.key])]
  }
}

/** A node whose content is reached through a draft. */
export abstract class ContainerNode extends Node {
  #draft: object | null = null

  get shown(): object {
    return (this.#draft ??= this.session.draft(this))
  }
  /** Tells whether there is something at a key, an index or a Set's position. */
  abstract holds(key: PathKey): boolean
  /** What it holds there. */
  abstract slot(key: PathKey): unknown
  /** Lets a node stand for what it holds there. */
  abstract place<N extends Node>(key: PathKey, node: N): N
}

/** Keeps the present state of a node; `above` are the nodes it is in. */
function snapshotOf(node: Node, above: readonly Node[]): Kept {
  if (above.includes(node)) refuseLoop(node)
  if (node.isUntouched) return node.base
  return node.snapshot(inner => snapshotOf(inner, [...above, node]))
}

function refuseLoop(node: Node): never {
  return refuse(
    node.session.name,
    node.path,
    'cycle',
    'a draft that was put into itself',
    'refer to the part by a key instead',
  )
}

/** Shows what a slot holds; `draft` makes the node where there is none yet. */
export function showSlot(slot: unknown, draft: (kept: Kept) => Node): unknown {
  if (typeof slot !== 'object' || slot === null) return slot
  return (slot instanceof Node ? slot : draft(slot as Kept)).shown
}

/** Tells whether what is put into a slot is there already. */
export function isThere(slot: unknown, next: unknown): boolean {
  return Object.is(slot, next) || (typeof next === 'string' && slot instanceof Node && slot.shown === next)
}

/** Tells whether a slot's node stands for what was there before; one that the recipe made never does. */
export function standsFor(slot: unknown, old: unknown): slot is Node {
  return slot instanceof Node && slot.base !== undefined && Object.is(slot.base, old)
}
