import { Run } from '../value/draft/run.ts'
import { copyLevel } from '../value/copy-level.ts'
import type { Kept } from '../value/kept.ts'
import { isLeaf } from '../value/leaf.ts'
import { isRoot, markRoot } from '../value/mark.ts'
import { PathNode } from '../value/working/path-node.ts'
import { RowLog } from '../value/working/row-log.ts'
import { Working } from '../value/working/working.ts'
import { callHook, classPrototype } from './hooks.ts'

/** A new value, and how it came from the one before. */
export interface Outcome {
  readonly value: Kept
  /** The rows that lead to it; null where it came as a whole. */
  readonly log: RowLog | null
  /** About how many bytes were copied for it. */
  readonly copied: number
}

/** Runs a recipe on a locked value, which stays as it is; the outcome is a root of its own also where nothing changed. */
export function editValue(
  base: object,
  recipe: (draft: never) => unknown,
  root?: PathNode,
  name: string | null = null,
): Outcome {
  return new ValueEdit(base, root, name).run(recipe)
}

/** A draft of a locked value that is being edited, from `beforeUpdate` on; `afterUpdate` is called by who records the outcome. */
export class ValueEdit {
  readonly #base: object
  readonly #working: Working
  readonly #run: Run
  /** Of the class whose hooks are called; null where it is none of one's own. */
  readonly #prototype: object | null

  /** `root` is the place under which rows are told; `name` stands in messages. */
  constructor(
    base: object,
    root: PathNode = PathNode.root(),
    name: string | null = null,
    log: RowLog = new RowLog(),
  ) {
    this.#base = base
    this.#working = new Working(base as Kept)
    this.#run = new Run(this.#working, { name, root, log, converts: true })
    this.#prototype = classPrototype(base)
    if (this.#prototype !== null) this.#begin(this.#prototype)
  }

  #begin(prototype: object): void {
    try {
      callHook(prototype, this.draft, 'beforeUpdate')
    } catch (error) {
      this.close()
      throw error
    }
    this.#run.begin()
  }

  get draft(): object {
    return this.#run.draft as object
  }
  get isOpen(): boolean {
    return this.#run.isOpen
  }

  /** Says what leaving the block does in which the draft is used. */
  onLeave(leave: () => void): void {
    this.#run.onLeave(leave)
  }

  /** Closes the draft. */
  close(): void {
    this.#run.close()
  }

  /** Runs a recipe on the draft, and tells what came of it. */
  run(recipe: (draft: never) => unknown): Outcome {
    try {
      if (typeof recipe !== 'function') this.#run.refuseRecipe(recipe)
      const result = recipe(this.draft as never)
      if (isThenable(result)) this.#run.refuseWaiting(result)
      return this.outcome(result)
    } finally {
      this.close()
    }
  }

  /** What came of it so far; what the recipe returned takes the place of the whole. */
  outcome(result?: unknown): Outcome {
    const answer = this.#run.end(result)
    const { copied } = this.#working
    const value = answer === null ? this.#edited() : this.#answered(answer.value)
    return { value, log: answer === null ? this.#run.log : null, copied }
  }

  /** Each version is an object of its own, also where nothing changed. */
  #edited(): Kept & object {
    const made = this.#working.snapshot() as Kept & object
    if (made !== this.#base) return made
    const copy = copyLevel(made)
    markRoot(copy)
    return copy
  }

  /** What a recipe returns may be a root already, which stands for what it was. */
  #answered(made: Kept): Kept & object {
    if (typeof made !== 'object' || made === null || isLeaf(made)) return this.#run.refuseAnswer(made)
    const prototype = this.#prototype
    if (prototype !== null && !isOf(made, prototype)) return this.#run.refuseClass(made, prototype)
    const value = isRoot(made) ? copyLevel(made) : made
    markRoot(value)
    return value
  }
}

/** Of the same class, or one that extends it. */
function isOf(made: object, prototype: object): boolean {
  return Object.getPrototypeOf(made) === prototype || Object.prototype.isPrototypeOf.call(prototype, made)
}

function isThenable(result: unknown): result is PromiseLike<unknown> {
  return (
    typeof result === 'object' && result !== null && typeof (result as { then?: unknown }).then === 'function'
  )
}
