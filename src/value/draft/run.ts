import { VarveError } from '../../errors.ts'
import { diffKept } from '../diff.ts'
import { keep } from '../keep.ts'
import type { Kept } from '../kept.ts'
import type { Patches } from '../path.ts'
import { kindOf } from '../sealed.ts'
import { nothing } from '../types.ts'
import { adopt } from './adopt.ts'
import { draftOf } from './draft-of.ts'
import { makeNode } from './make-node.ts'
import { Node } from './node.ts'
import { Session } from './session.ts'
import { patchesOf, settle } from './settle.ts'

/** How a value is edited. */
export interface EditOptions {
  /** The variable's name for messages, or null where there is none. */
  readonly name: string | null
}
/** What a recipe made of a value, and how it differs. */
export interface Edited {
  readonly value: Kept
  readonly patches: Patches
  /** Whether the recipe answered with the value, rather than edit its draft. */
  readonly isReturned: boolean
}

/** One run of one recipe: its draft, and what becomes of it. */
export class Run {
  readonly draft: unknown
  readonly #base: Kept
  readonly #variable: string | null
  readonly #session: Session
  readonly #root: Node | null

  constructor(base: Kept, { name }: EditOptions) {
    this.#base = base
    this.#variable = name
    this.#session = new Session(name ?? 'value', makeNode, draftOf)
    this.#root = kindOf(base) === 'primitive' ? null : makeNode(base, this.#session, null, null)
    this.draft = this.#root === null ? base : this.#root.shown
  }

  /** Closes the draft: whatever is done with it from now on is refused. */
  close(): void {
    this.#session.isOpen = false
  }

  /** Tells what the recipe came to, by what it answered. */
  end(result: unknown): Edited {
    const root = this.#root
    if (root === null) return this.#replaced(result)
    if (result === undefined || result === this.draft) {
      const value = settle(root)
      return { value, patches: patchesOf(root), isReturned: false }
    }
    if (this.#session.written || this.#session.leaves.some(leaf => leaf.changed)) this.#refuseBoth()
    const slot = result === nothing ? undefined : adopt(result, root, null)
    return this.#replaced(slot instanceof Node ? settle(slot) : slot)
  }

  #replaced(result: unknown): Edited {
    const value = keep(result === nothing ? undefined : result, { name: this.#session.name })
    return { value, patches: diffKept(this.#base, value), isReturned: true }
  }

  refuseWaiting(promise: PromiseLike<unknown>): never {
    // What it comes to is of no interest: it may not end as an unhandled rejection on top.
    promise.then(undefined, () => undefined)
    throw this.#bad('a recipe may not wait: await first, then call update with what you have')
  }
  refuseRecipe(recipe: unknown): never {
    throw this.#bad(
      `update takes a function that edits a draft, not ${typeof recipe}; to give a new value, use set`,
    )
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
