import type { Kept } from '../value/kept.ts'
import { isList, listInside } from '../value/list-family.ts'
import type { Path, Patches } from '../value/path.ts'
import { placeAt } from '../value/place-at.ts'
import { glance } from '../value/glance/glance.ts'
import { applyTo } from '../value/apply.ts'
import { runRecipe, type Ran } from '../value/draft/run-recipe.ts'
import type { PathNode } from '../value/working/path-node.ts'
import { perform } from '../value/working/perform.ts'
import { released } from '../value/working/release.ts'
import { allOf, revert, type RowRange } from '../value/working/revert.ts'
import { op, RowLog } from '../value/working/row-log.ts'
import { Working } from '../value/working/working.ts'

/** Up to how many rows a log is used again. */
const fewRows = 16

/** What is being done to the newest value and is not recorded yet. */
interface Staged {
  readonly log: RowLog
  /** The value before, once somebody asked. */
  before: { readonly value: Kept } | undefined
}

/** A text, an array or a list of which a stretch can be replaced. */
export interface Spliceable {
  readonly isText: boolean
  readonly length: number
}

/** The newest value of a timeline: it is worked on in place, and what was done is recorded or taken back. */
export class Present {
  readonly #root: PathNode
  #working = new Working(undefined)
  #staged: Staged | null = null
  #spare: RowLog | null = null
  #lookers = 0

  constructor(root: PathNode) {
    this.#root = root
  }

  /** The newest recorded value; what is being done to it does not show. */
  get head(): Kept {
    const staged = this.#staged
    if (staged === null) return this.#working.snapshot()
    staged.before ??= { value: this.#before(staged.log) }
    return staged.before.value
  }

  /** The value with what is being done to it. */
  get next(): Kept {
    return this.#working.snapshot()
  }

  /** What stands at the root, as it is; not to be handed out. */
  get raw(): unknown {
    return this.#staged === null ? this.#working.root : this.head
  }

  /** What kind of stretches can be replaced at a place, and how long it is; undefined where none can. */
  spliceable(place: Path): Spliceable | undefined {
    const length = this.#staged === null ? this.#working.textLength(this.#root.of(place)) : undefined
    if (length !== undefined) return { isText: true, length }
    const { value } = placeAt(this.raw as Kept, place)
    if (typeof value === 'object' && value !== null && isList(value))
      return { isText: false, length: listInside(value).length }
    if (typeof value !== 'string' && !Array.isArray(value)) return undefined
    return { isText: typeof value === 'string', length: (value as string).length }
  }

  /** What stands at a place, handed out without the rest. */
  peek(place: Path): Kept {
    return released(placeAt(this.raw as Kept, place).value)
  }

  /** Lets a selector read the value, without handing it out. */
  glance<R>(look: (value: never) => R): R {
    return this.whileLent(() => glance(this.raw, look))
  }

  /** Runs a selector, during which nobody may change the value. */
  whileLent<R>(run: () => R): R {
    this.#lookers++
    try {
      return run()
    } finally {
      this.#lookers--
    }
  }

  /** Whether a selector runs right now. */
  get isLent(): boolean {
    return this.#lookers > 0
  }

  /** About how many bytes the next snapshot costs, in copies that are made after it. */
  get copied(): number {
    return this.#working.copied
  }

  /** Runs a recipe on the value. What it does is staged; what it throws is taken back. */
  edit(recipe: (draft: never) => unknown, name: string): Ran {
    const log = this.#stage()
    try {
      const ran = runRecipe(this.#working, recipe, { name, root: this.#root, log })
      if (ran.answer !== null) this.#staged = null
      else if (log.length === 0) this.#restore()
      return ran
    } catch (error) {
      if (this.#staged?.log === log) this.#staged = null
      throw error
    }
  }

  /** Applies patches to the value, all or none; what they do is staged. */
  apply(patches: Patches): RowLog {
    const before = this.#sealed()
    const log = applyTo(this.#working, patches, this.#root, this.#emptyLog())
    this.#staged = { log, before }
    return log
  }

  /** Replaces a stretch of a text, as a patch does; that is staged. */
  editText(place: Path, index: number, remove: number, insert: string): RowLog {
    const log = this.#stage()
    const node = this.#root.of(place)
    perform(this.#working, { is: op.text, node, key: index, next: insert, old: remove }, log)
    return log
  }

  /** Takes a value that was made elsewhere, with the rows that lead to it and about what it cost in copies; that is staged. */
  stage(value: Kept, log: RowLog, copied: number): void {
    this.#staged = { log, before: { value: this.head } }
    this.#working.reset(value, copied)
  }

  /** Takes rows back, the last first; that is staged. */
  takeBack(rows: readonly RowRange[]): RowLog {
    const log = this.#stage()
    for (const each of rows) revert(this.#working, each, log)
    return log
  }

  /** What is staged is recorded now. */
  commit(): void {
    const log = this.#staged?.log
    this.#staged = null
    if (log === undefined || log.length > fewRows) return
    log.clear()
    this.#spare = log
  }

  /** Takes back what is staged. */
  discard(): void {
    const staged = this.#staged
    if (staged === null) return
    if (!this.#restore()) revert(this.#working, allOf(staged.log))
    this.#staged = null
  }

  /** Puts another value in the place of this one; who still works on it does so for nothing. */
  reset(value: Kept): void {
    this.#staged = null
    this.#working = new Working(value)
  }

  /** As `reset`, where nobody works on the value. */
  replace(value: Kept): void {
    if (this.#staged !== null) return this.reset(value)
    this.#working.reset(value)
  }

  /** Lets go of what is staged, whose recipe may still run: it goes on with a value that nobody asks for. */
  abandon(): void {
    if (this.#staged !== null) this.reset(this.head)
  }

  #stage(): RowLog {
    const log = this.#emptyLog()
    this.#staged = { log, before: this.#sealed() }
    return log
  }

  /** The log of the change before, whose rows have been recorded, if it is small: five arrays that need not be made. */
  #emptyLog(): RowLog {
    const log = this.#spare ?? new RowLog()
    this.#spare = null
    return log
  }

  /** The value as it is, where it was handed out since it was last changed. */
  #sealed(): Staged['before'] {
    return this.#working.isSealed ? { value: this.#working.root as Kept } : undefined
  }

  /** Goes back to the very value that was handed out before; false where there is none. */
  #restore(): boolean {
    const before = this.#staged?.before
    if (before) this.#working.reset(before.value)
    return before !== undefined
  }

  #before(log: RowLog): Kept {
    const working = new Working(this.#working.snapshot())
    revert(working, allOf(log))
    return working.snapshot()
  }
}
