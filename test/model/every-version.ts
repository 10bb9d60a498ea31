import { expect } from 'vitest'
import { apply, diff, invert, update, withInfo, type Patches } from 'varve'
import { codeOf } from '../code-of.ts'
import { isList } from '../value/own-classes.ts'
import { described, unshared } from '../value/plain-values.ts'
import { spoil } from '../value/spoil.ts'
import { given } from './given.ts'
import { HandedOut } from './handed-out.ts'
import { look } from './looks.ts'
import { partsOf } from './parts.ts'
import { outcomeOf, RecipeRun, runEdits, Thrown } from './recipe-run.ts'
import { spliced } from './spliced.ts'
import type { Home } from './two-variables.ts'
import type { Command } from './version-commands.ts'
import { type Observers, WatchedTwin } from './watched-twin.ts'

type Of<Do extends Command['do']> = Extract<Command, { readonly do: Do }>

/** Two variables beside lists of all that they ever were. */
export class EveryVersion {
  #home: Home
  readonly #hand = new HandedOut()
  readonly #twins: readonly [WatchedTwin, WatchedTwin]
  #creator: string | null = null
  #depth = 0
  #commands = 0

  constructor(home: Home, initial: readonly [unknown, unknown], observers: Observers) {
    this.#home = home
    const twin = (name: string, value: unknown) => new WatchedTwin(name, this.#hand, observers, value)
    this.#twins = [twin('a', initial[0]), twin('b', initial[1])]
    this.#watch(initial)
  }

  run(command: Command): void {
    this.#commands += 1
    this.#run(command)
    if (this.#depth === 0) this.#twins.forEach(twin => twin.settle())
    this.#home.check()
  }

  check(): void {
    this.#twins.forEach(twin => twin.compare(this.#commands))
    const snapshot = this.#home.registry.snapshot()
    for (const { name, versions } of this.#twins) expect(described(snapshot[name])).toBe(versions.head.text)
    this.#hand.take('registry.snapshot()', snapshot)
    this.#hand.check()
  }

  end(): void {
    this.check()
    this.#hand.end()
    for (const { variable } of this.#twins) expect(variable.verify()).toEqual({ ok: true, problems: [] })
  }

  #watch(initial: readonly unknown[]): void {
    this.#twins.forEach((twin, i) => {
      const mine = unshared(initial[i])
      twin.watch(this.#home.registry, mine)
      spoil(mine)
    })
  }

  #run(command: Command): void {
    switch (command.do) {
      case 'set':
        return this.#set(command)
      case 'update':
        return this.#update(command)
      case 'splice':
        return this.#splice(command)
      case 'apply':
        return this.#apply(command)
      case 'apply again':
        return this.#applyAgain(command)
      case 'undo':
      case 'redo':
        return this.#step(command)
      case 'prune':
        this.#twins[command.on].variable.prune({ last: command.last })
        return this.#twins[command.on].versions.prune(command.last)
      case 'rollback':
      case 'reset':
        return this.#restore(command)
      case 'mark':
        return this.#mark(command)
      case 'echo':
        if (this.#depth === 0) this.#twins[command.on].echoes = this.#twins[command.on].observers.listener
        return
      case 'look':
        return look(this.#twins[command.on], command.look, command.n)
      case 'check':
        return this.check()
      case 'flush':
        return this.#home.flush()
      case 'reopen':
        this.#home = this.#home.reopen()
        return this.#watch(['never', 'seen'])
      case 'transaction':
        return this.#transaction(command)
      case 'with info':
        return this.#withInfo(command)
    }
  }

  #both(on: 0 | 1): readonly [own: WatchedTwin, other: WatchedTwin] {
    return on === 0 ? this.#twins : [this.#twins[1], this.#twins[0]]
  }

  /** What a change says of its creator, and who that is then. */
  #who(creator: string | null | undefined): { readonly change: object; readonly creator: string | null } {
    return creator === undefined ? { change: {}, creator: this.#creator } : { change: { creator }, creator }
  }

  #set({ on, source, ...rest }: Of<'set'>): void {
    const [own, other] = this.#both(on)
    const { value, plain } = given(source, own, other)
    const { change, creator } = this.#who(rest.creator)
    own.variable.set(value, change)
    if (source.from === 'fresh') spoil(value)
    own.versions.record('set', plain, creator)
  }

  #update(command: Of<'update'>): void {
    const [own, other] = this.#both(command.on)
    const { change, creator } = this.#who(command.creator)
    const end = command.end === 'refuse' && !own.observers.validator ? 'edit' : command.end
    const recipeRun = new RecipeRun(own, other, { ...command, end }, () => {
      if (this.#depth === 0) other.settle()
    })
    own.refuses = end === 'refuse'
    const outcome = outcomeOf(() => own.variable.update(recipeRun.recipe as never, change))
    own.refuses = false
    recipeRun.afterwards()
    if (outcome === 'done' && end !== 'throw' && end !== 'refuse')
      return own.versions.record('update', recipeRun.twin, creator)
    const expected = {
      throw: 'thrown',
      refuse: 'REJECTED',
      both: 'BAD_RECIPE',
      edit: 'done',
      return: 'done',
    }[end]
    expect(outcome.split(':')[0], outcome).toBe(expected)
  }

  #splice({ on, part, start, count, insert }: Of<'splice'>): void {
    const { variable, versions } = this.#twins[on]
    const root = versions.copy()
    const places = partsOf(root).filter(
      ({ value }) => typeof value === 'string' || Array.isArray(value) || isList(value),
    )
    if (places.length === 0) return
    const { path, value } = places[part % places.length]!
    const mine = typeof value === 'string' ? 'ins' : (unshared(insert) as unknown[])
    const outcome = codeOf(() => variable.splice(path, start, count, mine))
    spoil(mine)
    const next = spliced(root, path, [start, count], insert)
    // A Set may not come to have the same text twice.
    const isText = typeof value === 'string'
    const isTwice = isText && partsOf(next).length < partsOf(versions.head.value).length
    expect(outcome).toBe(isTwice ? 'BAD_PATCH' : 'no error')
    if (!isTwice) versions.record('update', next, this.#creator)
  }

  #apply({ on, edits }: Of<'apply'>): void {
    const { variable, versions } = this.#twins[on]
    const twin = versions.copy()
    if (typeof twin !== 'object' || twin === null) return
    const next = update(versions.copy(), draft => runEdits(edits, draft, twin))
    // As made by hand, by somebody who goes on using them.
    const patches = unshared(diff(versions.copy(), next)) as Patches
    variable.apply(patches)
    spoil(patches)
    versions.record('update', twin, this.#creator)
  }

  /** Applies the patches of some revision, or what takes them back, to the newest value, if they fit. */
  #applyAgain({ on, at, isInverted }: Of<'apply again'>): void {
    const { variable, versions } = this.#twins[on]
    const index = versions.left[at % versions.left.length]!
    const { patches: own } = variable.revision(index)
    let patches: Patches = []
    // Of a stored revision it is not known what its patches replaced.
    if (codeOf(() => (patches = isInverted ? invert(own) : own)) !== 'no error') return
    let next: unknown
    const fits = codeOf(() => (next = apply(versions.copy(), patches))) === 'no error'
    expect(codeOf(() => variable.apply(patches))).toBe(fits ? 'no error' : 'BAD_PATCH')
    if (fits) versions.record('update', next, this.#creator)
  }

  #restore(command: Of<'rollback' | 'reset'>): void {
    const { variable, versions } = this.#twins[command.on]
    const index = command.do === 'reset' ? 0 : versions.left[command.at % versions.left.length]!
    if (command.do === 'reset') variable.reset()
    else variable.rollback(index)
    versions.record('rollback', versions.all[index]!.value, this.#creator, index)
  }

  #mark({ on, at }: Of<'mark'>): void {
    const { variable, versions } = this.#twins[on]
    const index = versions.left[at % versions.left.length]!
    if (versions.marks.size >= 2) return
    const name = `mark ${versions.marks.size}`
    variable.mark(name, index)
    versions.marks.set(name, index)
  }

  #step({ do: kind, on, by, steps }: Of<'undo' | 'redo'>): void {
    const own = this.#twins[on]
    const { variable, versions } = own
    const options = { steps, ...(by !== undefined && { by }) }
    const first = versions[kind](by)
    const outcome = outcomeOf(() => variable[kind](options))
    if (outcome !== 'done') {
      expect(outcome).toContain('CONFLICT')
      // Nothing stands in the way of what came last.
      return expect(steps > 1 || first?.restores === undefined, outcome).toBe(true)
    }
    for (let taken = 0; taken < steps; taken++) {
      const step = versions[kind](by)
      if (!step) break
      const { target, restores } = step
      const at = versions.all.length
      // Where others' changes stay, only the variable says what comes of it; from then on that has to stand.
      const value = restores === undefined ? variable.at(at) : versions.all[restores]!.value
      versions.record(kind, value, this.#creator, target)
    }
  }

  #transaction({ inner, throws }: Of<'transaction'>): void {
    const backs = this.#twins.map(({ versions }) => versions.save())
    this.#depth += 1
    const outcome = outcomeOf(() =>
      this.#home.registry.transaction(() => {
        for (const each of inner) this.#run(each)
        if (throws) throw new Thrown()
      }),
    )
    this.#depth -= 1
    expect(outcome).toBe(throws ? 'thrown' : 'done')
    if (!throws) return
    backs.forEach(back => back())
  }

  #withInfo({ creator, inner }: Of<'with info'>): void {
    const before = this.#creator
    this.#creator = creator
    withInfo({ creator }, () => inner.forEach(each => this.run(each)))
    this.#creator = before
  }
}
