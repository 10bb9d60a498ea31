import { expect } from 'vitest'
import type { Registry, SyncRepository, Variable, WatchOptions } from 'varve'
import { codeOf } from '../code-of.ts'
import { described } from '../value/plain-values.ts'
import type { HandedOut } from './handed-out.ts'
import { look } from './looks.ts'
import { Versions } from './versions.ts'

/** Who looks while something is changed; where nobody does, values are changed where they stand. */
export interface Observers {
  readonly validator: boolean
  readonly listener: boolean
  readonly intercept: boolean
}

/** A variable beside its twin, and what the test knows of both. */
export class WatchedTwin {
  readonly name: string
  readonly hand: HandedOut
  readonly observers: Observers
  readonly versions: Versions = new Versions()
  variable!: Variable<unknown>
  /** Drafts of recipes that are over. */
  readonly escaped: unknown[] = []
  /** Whether the validator refuses. */
  refuses = false
  /** Whether the listener makes a change of its own of the next one that it hears. */
  echoes = false
  /** The indexes of which it made one. */
  readonly echoed: number[] = []
  readonly #heard: { readonly index: number; readonly text: string }[] = []

  constructor(name: string, hand: HandedOut, observers: Observers, initial: unknown) {
    this.name = name
    this.hand = hand
    this.observers = observers
    this.versions.record('initial', initial)
  }

  watch(registry: Registry | SyncRepository, initial: unknown): void {
    this.variable = registry.watch(this.name, initial, this.#options())
  }

  #options(): WatchOptions<unknown> & { readonly schema?: undefined } {
    const { hand, observers } = this
    return {
      ...(observers.validator && {
        validators: [
          (next: unknown, previous: unknown) => {
            hand.take('what a validator sees', next)
            hand.take('what a validator sees of before', previous)
            return !this.refuses
          },
        ],
      }),
      ...(observers.intercept && {
        intercept: (value: unknown, { previous }: { readonly previous: unknown }) => {
          hand.take('what intercept sees of before', previous)
          return value
        },
      }),
      ...(observers.listener && { onChange: (_, revision) => this.#hear(revision) }),
    }
  }

  #hear(revision: { readonly index: number; readonly value: unknown }): void {
    this.hand.take('what a listener hears', revision.value)
    this.#heard.push({ index: revision.index, text: described(revision.value) })
    if (!this.echoes) return
    this.echoes = false
    this.echoed.push(revision.index)
    this.variable.set({ echo: revision.value }, { creator: 'echo' })
  }

  /** Notes what the listener has set meanwhile. */
  settle(): void {
    for (const index of this.echoed.splice(0))
      this.versions.record('set', { echo: this.versions.all[index]!.value }, 'echo')
  }

  /** Compares all versions by all doors that lead to any. */
  compare(n: number): void {
    const { variable, versions } = this
    expect(variable.history().length).toBe(versions.left.length)
    versions.all.forEach(({ kind, creator, target, text }, index) => {
      if (versions.forgotten.has(index)) {
        expect(codeOf(() => variable.at(index))).toBe('UNKNOWN_REVISION')
        return
      }
      const position = versions.left.indexOf(index)
      for (const door of ['at', 'revision', 'history']) look(this, door, position)
      look(this, 'peek', position + versions.left.length * n)
      const revision = variable.revision(index)
      expect([revision.kind, revision.creator, revision.target?.index ?? null]).toEqual([
        kind,
        creator,
        target !== null && versions.forgotten.has(target) ? null : target,
      ])
      expect(described(revision.value)).toBe(text)
    })
    look(this, 'value', 0)
    this.#compareHeard()
  }

  #compareHeard(): void {
    for (const { index, text } of this.#heard)
      expect(text, `heard @${index}`).toBe(this.versions.all[index]!.text)
    if (!this.observers.listener) return
    // Each change once, in their order; of what was taken back nobody hears.
    expect(this.#heard.map(({ index }) => index)).toEqual([...this.versions.all.keys()].slice(1))
  }
}
