import { VarveError } from '../../errors.ts'
import { keep } from '../keep.ts'
import type { Kept } from '../kept.ts'
import { className } from '../realm.ts'
import { isLeaf } from '../leaf.ts'
import { nothing } from '../types.ts'
import { PathNode } from '../working/path-node.ts'
import { compact } from '../working/compact.ts'
import { allOf, revert } from '../working/revert.ts'
import { released } from '../working/release.ts'
import { RowLog } from '../working/row-log.ts'
import type { Working } from '../working/working.ts'
import { forgetAsked } from './array-methods.ts'
import { draftOf } from './draft-of.ts'
import { LeafNode } from './leaf-node.ts'
import { makeNode } from './make-node.ts'
import type { Node } from './node.ts'
import { Session } from './session.ts'

/** How a value is edited. */
export interface EditOptions {
  /** The variable's name for messages, or null where there is none. */
  readonly name: string | null
  /** The place of the value itself; default a new one. */
  readonly root?: PathNode
  /** Where what is done is told as it is done; default a new one. */
  readonly log?: RowLog
  /** Whether what is put in is taken in as immutables do; see `KeepOptions`. */
  readonly converts?: boolean
}

/** A value that a recipe answered with, in the place of its draft. */
export interface Answer {
  readonly value: Kept
}

const makers = { node: makeNode, draft: draftOf }

/** One run of one recipe on a working value: its draft, and what becomes of it. */
export class Run {
  readonly draft: unknown
  /** What was done to the value. */
  readonly log: RowLog
  readonly #working: Working
  readonly #variable: string | null
  readonly #session: Session
  readonly #root: Node | null
  /** The value as it was, where it was handed out. */
  readonly #begun: { readonly root: Kept } | null

  constructor(working: Working, options: EditOptions) {
    const { name, root = PathNode.root(), log = new RowLog(), converts = false } = options
    this.log = log
    this.#working = working
    this.#variable = name
    this.#session = new Session(name ?? 'value', working, this.log, root, makers, converts)
    const raw = working.root
    this.#begun = working.isSealed ? { root: raw as Kept } : null
    this.#root =
      typeof raw === 'object' && raw !== null ? makeNode(raw, this.#session, null, null, true) : null
    this.draft = this.#root === null ? raw : this.#root.shown
  }

  /** Says what leaving the block does in which the draft is used. */
  onLeave(leave: () => void): void {
    this.#session.onLeave = leave
  }

  /** From here on it is the recipe that writes: what was written before is no reason to refuse what it returns. */
  begin(): void {
    this.#session.flushLeaves()
    this.#session.written = false
  }

  get isOpen(): boolean {
    return this.#session.isOpen
  }

  /** Closes the draft: whatever is done with it from now on is refused. */
  close(): void {
    this.#session.isOpen = false
    forgetAsked()
  }

  /** Takes back what was done to the value. */
  revert(): void {
    this.close()
    if (this.#begun) this.#working.reset(this.#begun.root)
    else {
      this.#unbind()
      revert(this.#working, allOf(this.log))
    }
    this.log.truncate(0)
  }

  /** Tells what the recipe answered with; null where it edited its draft, and the log says how. */
  end(result: unknown): Answer | null {
    const session = this.#session
    if (this.#root === null) return this.#answer(result)
    if (result === undefined || result === this.draft) {
      session.flushLeaves()
      this.#unbind()
      if (session.repeats) compact(this.log)
      return null
    }
    const isEdited = session.written || (session.leaves?.some(leaf => leaf.changed) ?? false)
    if (isEdited) this.#refuseBoth()
    return this.#answer(result)
  }

  /** What stands at several places is one thing only while the recipe runs. */
  #unbind(): void {
    for (const node of this.#session.doubled ?? []) if (!(node instanceof LeafNode)) released(node.raw)
  }

  #answer(result: unknown): Answer {
    const { name, converts } = this.#session
    return { value: keep(result === nothing ? undefined : result, { name, converts }) }
  }

  refuseWaiting(promise: PromiseLike<unknown>): never {
    // What it comes to is of no interest: it may not end as an unhandled rejection on top.
    promise.then(undefined, () => undefined)
    throw this.#bad('a recipe may not wait: await first, then call update with what you have')
  }
  refuseRecipe(recipe: unknown): never {
    throw this.#bad(
      `update takes a function that edits a draft, not ${typeof recipe}; to give a new value, ${this.#variable === null ? 'return it from one' : 'use set'}`,
    )
  }
  refuseClass(answer: object, prototype: object): never {
    const [is, was] = [className(Object.getPrototypeOf(answer) as object | null), className(prototype)]
    throw this.#bad(
      `the recipe returned an instance of ${is} in the place of one of ${was}: edit the draft, or return one of ${was}`,
    )
  }
  refuseAnswer(answer: unknown): never {
    const what = isLeaf(answer) ? 'an object with inner state' : String(answer)
    throw this.#bad(`the recipe returned ${what} in the place of one that can be locked`)
  }
  #refuseBoth(): never {
    throw this.#bad(
      'the recipe changed its draft and returned another value: do one of the two; ' +
        'an arrow function whose body is an expression returns it, so put braces around: (draft) => { draft.n = 1 }',
    )
  }
  #bad(what: string): VarveError {
    const message = `${this.#variable ?? 'update'}: ${what}; nothing was changed`
    return new VarveError('BAD_RECIPE', message, { variable: this.#variable })
  }
}
