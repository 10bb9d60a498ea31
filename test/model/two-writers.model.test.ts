import fc from 'fast-check'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import {
  isVarveError,
  memory,
  openSync,
  register,
  type SyncRepository,
  type SyncStore,
  type Variable,
} from 'varve'
import { Immutable, ImmutableList, type ListDraft } from 'varve/immutable'
import { sqlite } from 'varve/sqlite'
import { codeOf } from '../code-of.ts'
import { fuzz } from '../fuzz.ts'
import { NaiveStore, NaiveWriter, type Name, type Tokens } from './two-writers.ts'

type Command =
  | { readonly do: 'push' | 'set' | 'rollback' | 'prune'; readonly name: Name; readonly at: number }
  | { readonly do: 'both' | 'flush' | 'refresh' | 'crash' }
type Step = Command & { readonly by: 0 | 1 }

const names: readonly Name[] = ['a', 'b']

function steps(): fc.Arbitrary<Step[]> {
  const by = fc.constantFrom<0 | 1>(0, 1)
  const onOne = (what: 'push' | 'set' | 'rollback' | 'prune') =>
    fc.record({
      do: fc.constant(what),
      name: fc.constantFrom(...names),
      at: fc.nat(9),
      by,
    }) as fc.Arbitrary<Step>
  const onAll = (what: 'both' | 'flush' | 'refresh' | 'crash') =>
    fc.record({ do: fc.constant(what), by }) as fc.Arbitrary<Step>
  return fc.array(
    fc.oneof(
      { weight: 6, arbitrary: onOne('push') },
      { weight: 2, arbitrary: onOne('set') },
      { weight: 2, arbitrary: onOne('rollback') },
      { weight: 1, arbitrary: onOne('prune') },
      { weight: 3, arbitrary: onAll('both') },
      { weight: 4, arbitrary: onAll('flush') },
      { weight: 2, arbitrary: onAll('refresh') },
      { weight: 1, arbitrary: onAll('crash') },
    ),
    { maxLength: 40 },
  )
}

/** What one of the variables holds: the tokens in a list in an instance. */
class Journal extends Immutable {
  tokens: ListDraft<string>
  constructor(tokens: Iterable<string>) {
    super()
    this.tokens = new ImmutableList(tokens)
  }
  push(token: string): void {
    this.tokens.push(token)
  }
  *[Symbol.iterator](): Iterator<string> {
    yield* this.tokens
  }
}
register(Journal, { tag: 'test.Journal' })

/** The other one holds an array. */
type Held = string[] | Journal
const heldBy = (name: Name, tokens: Iterable<string>): Held =>
  name === 'a' ? [...tokens] : new Journal(tokens)

/** A real writer and its twin; both are told the same. */
class Pair {
  readonly naive: NaiveWriter
  readonly heard: Record<Name, string[]> = { a: [], b: [] }
  readonly #repository: SyncRepository
  readonly #variables: Record<Name, Variable<Held>>
  readonly #store: NaiveStore
  #withdrawn = 0

  constructor(open: () => SyncStore, store: NaiveStore) {
    for (const name of names) store.begin(name)
    this.#store = store
    this.naive = new NaiveWriter(store)
    this.#repository = openSync(open(), { onListenerError: error => this.#lose(error) })
    this.#variables = { a: this.#watch('a'), b: this.#watch('b') }
    this.#repository.flush()
  }

  #lose(error: unknown): void {
    if (!isVarveError(error, 'CONFLICT')) throw error
    this.#withdrawn += error.details.withdrawn.length
  }

  /** What is lost while all is saved is told by the call: the first of it, the rest as if a listener had failed. */
  #saving(act: () => void): void {
    try {
      act()
    } catch (error) {
      this.#lose(error)
    }
  }

  #watch(name: Name): Variable<Held> {
    const variable = this.#repository.watch(name, heldBy(name, []))
    variable.addListener((_, { hash }) => this.heard[name].push(hash))
    return variable
  }

  run(step: Step, token: string): void {
    const { naive } = this
    switch (step.do) {
      case 'push':
        this.#variables[step.name].update(held => void held.push(token))
        return naive.want({ do: 'push', name: step.name, token })
      case 'set':
        this.#variables[step.name].set(heldBy(step.name, [token]))
        return naive.want({ do: 'set', name: step.name, value: [token] })
      case 'rollback': {
        const to = step.at % naive.seen[step.name]
        if (codeOf(() => this.#variables[step.name].rollback(to)) === 'no error')
          naive.want({ do: 'rollback', name: step.name, to })
        else expect(this.#store.forgotten[step.name].has(to)).toBe(true)
        return
      }
      case 'both':
        this.#repository.transaction(() => {
          for (const name of names) this.#variables[name].update(held => void held.push(token))
        })
        return naive.want({ do: 'both', token })
      case 'prune':
        // Pruning brings everything up to date first, of the one variable.
        this.#variables[step.name].prune({ last: step.at + 1 })
        naive.flush()
        naive.seen[step.name] = this.#store.versions[step.name].length
        return this.#store.prune(step.name, step.at + 1)
      case 'flush':
        this.#saving(() => this.#repository.flush())
        return naive.flush()
      case 'refresh':
        this.#saving(() => this.#repository.refresh())
        return naive.refresh()
      case 'crash':
        throw new Error('a crash leaves another pair; the campaign does it')
    }
  }

  compare(): void {
    for (const name of names) {
      const versions = this.naive.versions(name)
      const variable = this.#variables[name]
      expect(Object.getPrototypeOf(variable.value)).toBe(Object.getPrototypeOf(heldBy(name, [])))
      expect([...variable.value]).toEqual(versions.at(-1)!.value)
      expect(variable.lastChange().index).toBe(versions.length - 1)
      for (const { index, kind, value } of variable.history()) {
        expect([index, kind, [...value] as Tokens]).toEqual([
          index,
          versions[index]!.kind,
          versions[index]!.value,
        ])
      }
      versions.forEach((_, index) => {
        const isThere = codeOf(() => variable.revision(index)) === 'no error'
        // Others' pruning is known when it was read.
        if (!isThere) expect(this.#store.forgotten[name].has(index)).toBe(true)
      })
    }
    expect(this.#withdrawn).toBe(this.naive.withdrawn)
  }

  /** When all is saved and brought up to date. */
  compareToStore(): void {
    for (const name of names) {
      const left = this.#store.versions[name].flatMap((_, i) =>
        this.#store.forgotten[name].has(i) ? [] : [i],
      )
      expect(this.#variables[name].history().map(r => r.index)).toEqual(left)
    }
    expect(this.#repository.verify()).toEqual({ ok: true, problems: [] })
  }

  /** Of what stays, each revision that came while it listened was heard once, and in order. */
  compareHeard(): void {
    for (const name of names) {
      const hashes = this.#variables[name].history().map(r => r.hash)
      const stays = this.heard[name].filter(hash => hashes.includes(hash))
      expect(new Set(stays).size).toBe(stays.length)
      expect(stays.map(hash => hashes.indexOf(hash))).toEqual(
        stays.map(hash => hashes.indexOf(hash)).sort((x, y) => x - y),
      )
      const first = stays.length > 0 ? hashes.indexOf(stays[0]!) : hashes.length
      expect(stays).toEqual(hashes.slice(first))
    }
  }
}

function campaign(name: string, make: () => () => SyncStore, runs: number): void {
  test(name, () => {
    const property = fc.property(steps(), all => {
      const open = make()
      const store = new NaiveStore()
      const pairs = [new Pair(open, store), new Pair(open, store)]
      all.forEach((step, i) => {
        if (step.do === 'crash') pairs[step.by] = new Pair(open, store)
        else pairs[step.by]!.run(step, `t${i}`)
        pairs.forEach(pair => pair.compare())
      })
      for (const step of [0, 1, 0] as const) pairs[step]!.run({ do: 'refresh', by: step }, '')
      for (const pair of pairs) {
        pair.compare()
        pair.compareToStore()
        pair.compareHeard()
      }
    })
    fc.assert(property, fuzz(runs))
  })
}

describe('two writers agree with a list of whole values and a queue of wants', () => {
  campaign(
    'in the memory store',
    () => {
      const store = memory()
      return () => store
    },
    150,
  )

  const folder = mkdtempSync(join(tmpdir(), 'varve-writers-'))
  let files = 0
  afterAll(() => rmSync(folder, { recursive: true }))
  campaign(
    'in a SQLite file',
    () => {
      const file = join(folder, `${files++}.db`)
      return () => sqlite(file)
    },
    25,
  )
})
