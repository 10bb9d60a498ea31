import { unshared } from '../value/plain-values.ts'
import fc from 'fast-check'
import { isDeepStrictEqual } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'
import { memory, type Store } from 'varve'
import { RevisionedMapping, revisionOf, type RevisionManager } from 'varve/immutable'
import { sqlite } from 'varve/sqlite'
import { managedOf, stateOfManaged } from '../../src/immutable/managed-of.ts'
import { thaw } from '../../src/value/thaw.ts'
import { codeOf } from '../code-of.ts'
import { fuzz } from '../fuzz.ts'
import { editInPlace } from '../model/edit-plain.ts'
import type { Edit } from '../model/commands.ts'
import { freshFile, removeFiles } from '../openers.ts'
import { mappingCommands, type MappingCommand } from './mapping-commands.ts'
import { NaiveMapping, type NaiveLife } from './naive-mapping.ts'

type Mapping = RevisionedMapping<string, object>

interface Ground {
  open(clock: { now(): number }): Promise<Mapping>
  /** Ends one opening, so that another can go on. */
  end(mapping: Mapping): Promise<void>
}

class Thrown extends Error {}

function agree(object: unknown, value: unknown, where: string): void {
  if (!isDeepStrictEqual(thaw(object), value)) expect(thaw(object), where).toEqual(value)
}

function edited(value: unknown, edits: readonly Edit[]): unknown {
  for (const edit of edits) editInPlace(value, edit)
  return value
}

/** A mapping, its twin, and every object that was handed out and is still held. */
class Campaign {
  readonly #ground: Ground
  readonly #naive = new NaiveMapping()
  readonly #held = new Map<NaiveLife, Map<number, object>>()
  readonly #clock = { now: () => this.#naive.seconds * 1000 + 1000 }
  #mapping!: Mapping

  constructor(ground: Ground) {
    this.#ground = ground
  }

  async run(commands: readonly MappingCommand[]): Promise<void> {
    this.#mapping = await this.#ground.open(this.#clock)
    for (const command of commands) {
      await this.#do(command)
      this.#compare()
    }
    await this.#ground.end(this.#mapping)
  }

  async #do(command: MappingCommand): Promise<void> {
    switch (command.do) {
      case 'flush':
        return this.#mapping.flush()
      case 'let go':
        return this.#held.clear()
      case 'reopen': {
        await this.#ground.end(this.#mapping)
        const mapping = await this.#ground.open(this.#clock)
        if (mapping !== this.#mapping) this.#held.clear()
        this.#mapping = mapping
        return
      }
      default:
        this.#change(command)
    }
  }

  #change(command: Exclude<MappingCommand, { do: 'flush' | 'let go' | 'reopen' }>): void {
    const [naive, m] = [this.#naive, this.#mapping]
    const { key } = command
    const life = naive.life(key)
    const isLive = life !== undefined && life.current >= 0
    switch (command.do) {
      case 'set':
        m.set(key, unshared(command.value) as object)
        if (life) life.record(command.value, naive.time())
        else naive.begin(key, command.value)
        break
      case 'replace':
        m.replace(key, unshared(command.value) as object)
        naive.begin(key, command.value)
        if (isLive) life.delete(naive.seconds * 1000)
        break
      case 'update': {
        const { edits, creator, comment } = command
        const recipe = (draft: object) => void edited(draft, edits)
        if (!isLive) return expect(codeOf(() => m.update(key, recipe))).toBe('UNKNOWN_VARIABLE')
        const next = m.update(key, recipe as never, { creator, comment })
        expect(m.get(key)).toBe(next)
        life.record(edited(life.value, edits), naive.time(), creator, comment)
        this.#hold(life, next)
        break
      }
      case 'answer':
        if (!isLive) return
        m.update(key, () => unshared(command.value) as never, { creator: command.creator })
        life.record(command.value, naive.time(), command.creator)
        break
      case 'touch':
        if (!isLive) return
        // What is current cannot be put in as it is: it stands for its own version.
        m.set(key, m.get(key)!)
        life.record(life.value, naive.time())
        break
      case 'throw':
        if (!isLive) return
        return expect(() =>
          m.update(key, (draft: object) => {
            edited(draft, command.edits)
            throw new Thrown()
          }),
        ).toThrow(Thrown)
      case 'overlap': {
        if (!isLive) return
        const outer = () =>
          m.update(key, (draft: object) => {
            edited(draft, command.edits)
            m.update(key, (inner: object) => void edited(inner, command.inner))
          })
        expect(codeOf(outer)).toBe('CONFLICT')
        life.record(edited(life.value, command.inner), naive.time())
        break
      }
      case 'delete':
        expect(m.delete(key)).toBe(isLive)
        if (isLive) life.delete(naive.time())
        break
      case 'rollback':
        if (life) this.#rollback(life, m.getRevisionManager(key), command)
        break
      case 'outdated':
        return life && this.#outdated(life, m.getRevisionManager(key), command.at)
      case 'query': {
        if (!life) return
        const found = [...m.getRevisionManager(key).getRevisionHistory(command.query)]
        return expect(found.map(each => revisionOf(each).version)).toEqual(life.find(command.query))
      }
    }
    naive.moved(key)
  }

  #rollback(
    life: NaiveLife,
    manager: RevisionManager<object>,
    {
      at,
      activate,
      byObject,
    }: { readonly at: number; readonly activate: boolean; readonly byObject: boolean },
  ): void {
    const to = life.numbers[at % life.numbers.length]!
    const object = byObject ? manager.getRevision(to)! : undefined
    manager.rollbackToRevision(object ?? to, { activate })
    const time = this.#naive.time()
    life.rollback(to, time)
    if (object && activate) expect(manager.getCurrentRevision()).toBe(object)
    if (!activate) life.delete(time)
  }

  #outdated(life: NaiveLife, manager: RevisionManager<object>, at: number): void {
    const number = life.numbers[at % life.numbers.length]!
    if (number === life.current) return
    const object = manager.getRevision(number)!
    const managed = managedOf(object)!
    expect(codeOf(() => managed.manager.update(object, () => {}))).toBe('OUTDATED')
    expect(codeOf(() => manager.addRevision({}, object))).toBe('OUTDATED')
  }

  #hold(life: NaiveLife, object: object): void {
    const held = this.#held.get(life) ?? new Map<number, object>()
    this.#held.set(life, held.set(life.current, object))
  }

  #compare(): void {
    const [naive, m] = [this.#naive, this.#mapping]
    expect([...m.keys()]).toEqual(naive.order)
    expect(m.size).toBe(naive.order.length)
    for (const [key, lives] of naive.lives) {
      const life = lives.at(-1)!
      expect(m.has(key)).toBe(life.current >= 0)
      agree(m.get(key), life.value, key)
      this.#compareLife(life, m.getRevisionManager(key))
      for (const each of lives) this.#compareHeld(each)
    }
  }

  #compareLife(life: NaiveLife, manager: RevisionManager<object>): void {
    expect(manager.getNumberOfRevisions()).toBe(life.line.length)
    const seen = new Set<object>()
    life.versions.forEach((version, number) => {
      const object = manager.getRevision(number)
      if (!version) return expect(object).toBeUndefined()
      agree(object, version.value, `@${number}`)
      seen.add(object!)
      const { start, end, state, creator, comment } = version
      expect(revisionOf(object!)).toEqual({
        label: null,
        version: number,
        start: new Date(start),
        end: end === null ? null : new Date(end),
        state,
        creator,
        comment,
        manager,
      })
      if (this.#held.get(life)?.has(number)) expect(object).toBe(this.#held.get(life)!.get(number))
    })
    // Two versions are never one object.
    expect(seen.size).toBe(life.numbers.length)
    expect(manager.getCurrentRevision()).toBe(
      life.current < 0 ? undefined : manager.getRevision(life.current),
    )
  }

  #compareHeld(life: NaiveLife): void {
    for (const [number, object] of this.#held.get(life) ?? []) {
      const { value, state } = life.versions[number]!
      agree(object, value, `held @${number}`)
      expect(stateOfManaged(object)).toBe(state)
    }
  }
}

function campaign(name: string, ground: () => Ground, runs: number): void {
  test(name, async () => {
    const property = fc.asyncProperty(mappingCommands(), async commands => {
      await new Campaign(ground()).run(commands)
    })
    await fc.assert(property, fuzz(runs))
  })
}

function inStore(open: () => Store, closes: boolean): Ground {
  return {
    open: clock => RevisionedMapping.open<string, object>(open(), 'model', { clock }),
    end: mapping => (closes ? mapping.close() : mapping.flush()),
  }
}

describe('a mapping agrees with a list of whole values', () => {
  afterAll(removeFiles)

  campaign(
    'in memory',
    () => {
      let mapping: Mapping | undefined
      return {
        open: async clock => (mapping ??= new RevisionedMapping<string, object>([], { clock })),
        end: async () => {},
      }
    },
    200,
  )

  campaign(
    'in the memory store, with reopening',
    () => {
      const store = memory()
      return inStore(() => store, false)
    },
    120,
  )

  campaign(
    'in a SQLite file, with reopening',
    () => {
      const file = freshFile()
      return inStore(() => sqlite(file), true)
    },
    25,
  )
})
