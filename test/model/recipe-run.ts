import { expect } from 'vitest'
import { isVarveError, nothing } from 'varve'
import { codeOf } from '../code-of.ts'
import {
  containersOf,
  putInto,
  reach,
  run as runEdit,
  type Seen,
  type Command as DraftCommand,
} from '../value/draft-commands.ts'
import { isLeafLike, unshared } from '../value/plain-values.ts'
import { spoil } from '../value/spoil.ts'
import { given } from './given.ts'
import { look } from './looks.ts'
import type { End, Into, Source, Step } from './version-commands.ts'
import type { WatchedTwin } from './watched-twin.ts'

/** Thrown on purpose. */
export class Thrown extends Error {}

/** What a recipe is to do. */
export interface Plan {
  readonly steps: readonly Step[]
  readonly end: End
  readonly result: Source
}

/** One run of one recipe on a draft, and of the same edits on a plain twin. */
export class RecipeRun {
  readonly #own: WatchedTwin
  readonly #other: WatchedTwin
  readonly #plan: Plan
  /** Called when the other variable was changed in the middle. */
  readonly #onOther: () => void
  #twin: unknown
  readonly #seen: Seen[] = []
  #draft: unknown

  constructor(own: WatchedTwin, other: WatchedTwin, plan: Plan, onOther: () => void) {
    this.#own = own
    this.#other = other
    this.#plan = plan
    this.#onOther = onOther
    this.#twin = own.versions.copy()
  }

  /** The plain value to which the recipe should come. */
  get twin(): unknown {
    return this.#twin
  }

  readonly recipe = (draft: unknown): unknown => {
    this.#draft = draft
    const { steps, end, result } = this.#plan
    const hasDraft = isObject(draft)
    for (const step of steps) {
      const isEdit = step.do === 'edit' || step.do === 'graft' || step.do === 'stale' || step.do === 'lend'
      // Who returns a value may have edited nothing.
      if (!isEdit || (hasDraft && end !== 'return')) this.#step(step)
    }
    if (end === 'throw') throw new Thrown()
    if (hasDraft && end !== 'return' && end !== 'both') return undefined
    return this.#returned(result)
  }

  /** Every draft is closed now, and what was a live leaf in it belongs to nobody. */
  afterwards(): void {
    for (const { draft, isLeaf } of this.#seen) {
      if (isLeaf) spoil(draft)
      else expectClosed(draft)
    }
    const drafts = this.#seen.flatMap(({ draft, isLeaf }) => (isLeaf ? [] : [draft]))
    this.#own.escaped.push(...drafts.slice(-2))
  }

  #returned(result: Source): unknown {
    const { value, plain } = given(result, this.#own, this.#other)
    if (result.from !== 'mixed' || !isObject(this.#draft)) {
      this.#twin = plain
      return value === undefined ? nothing : value
    }
    const containers = containersOf(this.#twin)
    const steps = containers[result.part % containers.length]!
    const part = reach(steps, this.#draft)
    this.#seen.push({ draft: part, isLeaf: isLeafLike(part) })
    this.#twin = unshared({ part: reach(steps, this.#twin), plain })
    return { part, plain: value }
  }

  #step(step: Step): void {
    const [own, other] = [this.#own, this.#other]
    switch (step.do) {
      case 'edit':
        return runEdit(step.edit, this.#draft, this.#twin, this.#seen)
      case 'look':
        // In its own recipe a variable is what it was before.
        return look(step.of === 'own' ? own : other, step.look, step.n)
      case 'graft': {
        const { value, plain } = given(step.source, own, other)
        this.#put(step.into, value, plain)
        return spoil(step.source.from === 'fresh' ? value : undefined)
      }
      case 'stale':
        return this.#useStale(step.n, step.into)
      case 'reenter':
        expect(codeOf(() => reenter(own, step.how))).toBe('BAD_RECIPE')
        return
      case 'other':
        return this.#changeOther((draft, twin) =>
          step.edits.forEach(edit => runEdit(edit, draft, twin, this.#seen)),
        )
      case 'lend':
        return this.#lend(step.at, step.into)
    }
  }

  #put(into: Into, value: unknown, plain: unknown): void {
    const places = containersOf(this.#twin)
    const steps = places[into.at % places.length]!
    const [draft, twin] = [reach(steps, this.#draft), reach(steps, this.#twin)]
    put(draft, twin, into, value, plain)
  }

  /** Uses a draft of an earlier recipe: for itself, and to put it into this one. */
  #useStale(n: number, into: Into): void {
    const { escaped } = this.#own
    const stale = escaped[n % escaped.length]
    if (stale === undefined) return
    expectClosed(stale)
    expect(codeOf(() => putInto(stale, into, 1, true))).toBe('DRAFT_CLOSED')
    const places = containersOf(this.#twin)
    const target = reach(places[into.at % places.length]!, this.#draft)
    if (isLeafLike(target)) return
    // A key that no class has a getter for, which would take nothing.
    expect(codeOf(() => putInto(target, { ...into, key: 'a' }, stale, true))).toBe('DRAFT_CLOSED')
  }

  /** Puts a draft of this recipe into a recipe of the other variable. */
  #lend(at: number, into: Into): void {
    const places = containersOf(this.#twin)
    const steps = places[at % places.length]!
    const [lent, plain] = [reach(steps, this.#draft), unshared(reach(steps, this.#twin))]
    this.#changeOther((draft, twin) => {
      const inner = containersOf(twin)
      const target = inner[into.at % inner.length]!
      put(reach(target, draft), reach(target, twin), into, lent, plain)
    })
  }

  #changeOther(edit: (draft: unknown, twin: unknown) => void): void {
    const { variable, versions } = this.#other
    const twin = versions.copy()
    if (!isObject(twin)) return
    variable.update(((draft: unknown) => edit(draft, twin)) as never, { creator: 'meanwhile' })
    versions.record('update', twin, 'meanwhile')
    this.#onOther()
  }
}

/** Runs edits on a draft and on its twin, as an update without further ado. */
export function runEdits(edits: readonly DraftCommand[], draft: unknown, twin: unknown): void {
  edits.forEach(edit => runEdit(edit, draft, twin, []))
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/** Into a Set always as something new: a snapshot of what is in it already would be found there. */
function put(draft: unknown, twin: unknown, into: Into, value: unknown, plain: unknown): void {
  if (isLeafLike(twin)) return
  const isSet = twin instanceof Set
  putInto(draft, into, isSet ? { put: value } : value, true)
  putInto(twin, into, isSet ? { put: unshared(plain) } : unshared(plain), false)
}

function expectClosed(draft: unknown): void {
  expect(codeOf(() => Object.keys(draft as object))).toBe('DRAFT_CLOSED')
}

function reenter({ variable }: WatchedTwin, how: (Step & { readonly do: 'reenter' })['how']): void {
  if (how === 'set') variable.set('never')
  else if (how === 'update') variable.update(() => 'never')
  else if (how === 'undo') variable.undo()
  else if (how === 'rollback') variable.rollback(0)
  else if (how === 'apply') variable.apply([])
  else variable.prune({ last: 1 })
}

/** The code of what went wrong; 'thrown' for what was thrown on purpose. */
export function outcomeOf(fn: () => void): string {
  try {
    fn()
  } catch (error) {
    if (error instanceof Thrown) return 'thrown'
    if (isVarveError(error)) return `${error.code}: ${error.message}`
    throw error
  }
  return 'done'
}
