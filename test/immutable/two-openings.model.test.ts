import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { isVarveError, memory, openSync, type Store, type SyncStore } from 'varve'
import { RevisionedMapping, revisionOf } from 'varve/immutable'
import { sqlite } from 'varve/sqlite'
import { homeOf } from '../../src/immutable/home.ts'
import { stateOfManaged } from '../../src/immutable/managed-of.ts'
import { codeOf } from '../code-of.ts'
import { fuzz } from '../fuzz.ts'
import { freshFile, removeFiles } from '../openers.ts'
import { NaiveKey, type Records, type Tokens } from './two-openings.ts'

const keys = ['k', 'l']

type Act = 'push' | 'set' | 'delete' | 'rollback' | 'away'
type Step = {
  readonly by: 0 | 1
  readonly key: string
  readonly at: number
  readonly do: Act | 'flush' | 'refresh' | 'reopen'
}

function steps(): fc.Arbitrary<Step[]> {
  const what = fc.oneof(
    { weight: 6, arbitrary: fc.constant<Step['do']>('push') },
    { weight: 2, arbitrary: fc.constantFrom<Step['do']>('set', 'delete', 'rollback', 'away') },
    { weight: 4, arbitrary: fc.constant<Step['do']>('flush') },
    { weight: 2, arbitrary: fc.constantFrom<Step['do']>('refresh', 'reopen') },
  )
  const step = fc.record({
    by: fc.constantFrom<0 | 1>(0, 1),
    key: fc.constantFrom(...keys),
    at: fc.nat(30),
    do: what,
  })
  return fc.array(step, { maxLength: 40, size: '+1' })
}

/** What the store has of each key. */
type Saved = Map<string, Records>

/** A mapping and its twin. */
class Opening {
  readonly #mapping: RevisionedMapping<string, Tokens>
  readonly #saved: Saved
  readonly #naive = new Map<string, NaiveKey>()
  /** Everything that was handed out, with the value that it had. */
  readonly #said: Promise<void>[] = []
  readonly #given: { readonly object: Tokens; readonly value: Tokens }[] = []

  /** Which revisions were withdrawn, as the errors say; more than one call may throw the same. */
  readonly #told = new Set<unknown>()

  private constructor(mapping: RevisionedMapping<string, Tokens>, saved: Saved) {
    this.#mapping = mapping
    this.#saved = saved
    for (const key of keys) {
      const naive = new NaiveKey()
      naive.saved = saved.get(key) ?? []
      this.#naive.set(key, naive)
    }
  }

  static async on(store: Store, saved: Saved): Promise<Opening> {
    const onConflict = (error: unknown) => opening.#hear(error)
    const mapping = await RevisionedMapping.open<string, Tokens>(store, 'm', { onConflict })
    const opening: Opening = new Opening(mapping, saved)
    return opening
  }

  #hear(error: unknown): void {
    if (!isVarveError(error, 'CONFLICT')) expect(error).toBe('a CONFLICT')
    else for (const revision of error.details.withdrawn) this.#told.add(revision)
  }

  act({ do: what, key, at }: Step, token: string): void {
    this.#act(what as Act, key, at, token)
    this.#look()
  }

  #look(): void {
    for (const key of keys) {
      const object = this.#mapping.get(key)
      if (object) this.#given.push({ object, value: [...object] })
    }
  }

  #act(what: Act, key: string, at: number, token: string): void {
    const [m, naive] = [this.#mapping, this.#naive.get(key)!]
    const { all, current } = naive
    const isKnown = all.length > 0
    if (what === 'set' || !isKnown) {
      m.set(key, [token])
      naive.wants.push({ do: isKnown ? 'set' : 'begin', value: [token] })
    } else if (what === 'push') {
      if (!current) return expect(codeOf(() => m.update(key, () => {}))).toBe('UNKNOWN_VARIABLE')
      m.update(key, (list: string[]) => void list.push(token) as never)
      naive.wants.push({ do: 'push', token })
    } else if (what === 'delete') {
      expect(m.delete(key)).toBe(current !== undefined)
      if (current) naive.wants.push({ do: 'delete' })
    } else {
      const to = at % all.length
      const activate = what === 'rollback'
      const isVersion = all[to]!.kind === 'value'
      const act = () => m.getRevisionManager(key).rollbackToRevision(to, { activate })
      expect(codeOf(act)).toBe(isVersion ? 'no error' : 'UNKNOWN_REVISION')
      if (isVersion) naive.wants.push({ do: 'rollback', to, activate })
    }
  }

  /** Saves all that waits, at once; what it says of that is known later. */
  flush(): void {
    this.#said.push(this.#mapping.flush().catch((error: unknown) => this.#hear(error)))
    for (const [key, naive] of this.#naive) {
      if (naive.wants.length > 0) this.#saved.set(key, naive.flush(this.#saved.get(key) ?? []))
    }
    this.#look()
  }

  /** Both openings have saved everything. */
  async settle(): Promise<void> {
    await Promise.all(this.#said.splice(0))
    expect(this.#told.size).toBe(this.#withdrawn)
  }

  async refresh(): Promise<void> {
    await this.#mapping.refresh()
    for (const [key, naive] of this.#naive) naive.saved = this.#saved.get(key) ?? []
    this.#look()
  }

  get #withdrawn(): number {
    return [...this.#naive.values()].reduce((sum, { withdrawn }) => sum + withdrawn, 0)
  }

  compare(): void {
    const m = this.#mapping
    const live = keys.filter(key => this.#naive.get(key)!.current)
    expect([...m.keys()].sort()).toEqual(live)
    expect(m.size).toBe(live.length)
    for (const [key, naive] of this.#naive) {
      const { all, current } = naive
      expect(m.get(key)).toEqual(current?.value)
      if (all.length === 0) continue
      const manager = m.getRevisionManager(key)
      all.forEach(({ kind, value }, index) => {
        const object = manager.getRevision(index)
        if (kind !== 'value') return expect(object).toBeUndefined()
        expect(object).toEqual(value)
        expect(revisionOf(object!).version).toBe(index)
        expect(stateOfManaged(object!) === 'locked').toBe(current?.current === index)
      })
      expect(manager.getRevision(all.length)).toBeUndefined()
    }
    this.#compareGiven()
  }

  /** What was handed out keeps its value; it is a revision that is there, or was withdrawn. */
  #compareGiven(): void {
    for (const { object, value } of this.#given) {
      expect(object).toEqual(value)
      const { manager, index } = homeOf(object) as never as { manager: any; index: number }
      if (codeOf(() => revisionOf(object)) === 'no error') expect(manager.getRevision(index)).toBe(object)
      else {
        expect(stateOfManaged(object)).toBe('retired')
        expect(codeOf(() => manager.update(object, () => {}))).toBe('OUTDATED')
      }
    }
  }
}

function campaign(name: string, make: () => () => Store & SyncStore, runs: number): void {
  test(name, async () => {
    const property = fc.asyncProperty(steps(), async all => {
      const open = make()
      const saved: Saved = new Map()
      const opening = async () => Opening.on(open(), saved)
      const openings = [await opening(), await opening()]
      // Between these points nothing is waited for, so that nothing is saved by the way.
      const settle = async (first: 0 | 1) => {
        openings[first]!.flush()
        openings[1 - first]!.flush()
        for (const each of openings) await each.settle()
      }
      for (const [i, step] of all.entries()) {
        const { by } = step
        if (step.do === 'flush') openings[by]!.flush()
        else if (step.do === 'refresh' || step.do === 'reopen') {
          await settle(by)
          if (step.do === 'refresh') await openings[by]!.refresh()
          else openings[by] = await opening()
        } else openings[by]!.act(step, `t${i}`)
        for (const each of openings) each.compare()
      }
      await settle(0)
      for (const each of openings) await each.refresh()
      for (const each of openings) each.compare()
      expect(openSync(open()).verify()).toEqual({ ok: true, problems: [] })
    })
    await fc.assert(property, fuzz(runs))
  })
}

describe('two openings of one mapping agree with lists of records and a queue of wants', () => {
  afterAll(removeFiles)

  campaign(
    'in the memory store',
    () => {
      const store = memory()
      return () => store
    },
    150,
  )

  campaign(
    'in a SQLite file',
    () => {
      const file = freshFile()
      return () => sqlite(file)
    },
    20,
  )
})
