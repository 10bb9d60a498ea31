import fc from 'fast-check'
import { isDeepStrictEqual } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import type { Store } from 'varve'
import { type AsyncRevisionManager, Container, revisionOf, stateOf } from 'varve/immutable'
import { queryForm } from '../../../src/immutable/container/query-form.ts'
import type { Querying } from '../../../src/store/querying/querying.ts'
import { querying } from '../../../src/testing/law.ts'
import { thaw } from '../../../src/value/thaw.ts'
import { fuzz } from '../../fuzz.ts'
import type { Edit } from '../../model/commands.ts'
import { editInPlace } from '../../model/edit-plain.ts'
import { removeFiles } from '../../openers.ts'
import { unshared } from '../../value/plain-values.ts'
import { mappingCommands, type MappingCommand } from '../mapping-commands.ts'
import { NaiveMapping, type NaiveLife } from '../naive-mapping.ts'
import { grounds } from './grounds.ts'

afterAll(removeFiles)

class Thrown extends Error {}

function agree(object: unknown, value: unknown, where: string): void {
  if (!isDeepStrictEqual(thaw(object), value)) expect(thaw(object), where).toEqual(value)
}

function edited(value: unknown, edits: readonly Edit[]): unknown {
  for (const edit of edits) editInPlace(value, edit)
  return value
}

/** Two handles on one collection, which change it in turn, and its twin. */
class Campaign {
  readonly #open: () => Store
  readonly #store: Store & Querying
  readonly #naive = new NaiveMapping()
  readonly #clock = { now: () => this.#naive.seconds * 1000 + 1000 }
  #both: Container<object>[] = []
  #turn = 0

  constructor(open: () => Store) {
    this.#open = open
    this.#store = querying(open())
  }

  async run(commands: readonly MappingCommand[]): Promise<void> {
    this.#both = [await this.#opened(), await this.#opened()]
    for (const command of commands) {
      this.#turn++
      await this.#do(command)
      await this.#compare()
    }
    await Promise.all([...this.#both, this.#store].map(each => each.close()))
  }

  #opened(): Promise<Container<object>> {
    return Container.open<object>(this.#open(), 'model', { clock: this.#clock })
  }

  get #container(): Container<object> {
    return this.#both[this.#turn % 2]!
  }

  async #do(command: MappingCommand): Promise<void> {
    if (command.do === 'reopen') {
      await this.#container.close()
      this.#both[this.#turn % 2] = await this.#opened()
    }
    if (!('key' in command)) return
    await this.#change(command)
    this.#naive.moved(command.key)
  }

  async #change(command: Extract<MappingCommand, { key: string }>): Promise<void> {
    const [naive, container] = [this.#naive, this.#container]
    const { key } = command
    const life = naive.life(key)
    const isLive = life !== undefined && life.current >= 0
    switch (command.do) {
      case 'set':
        if (isLive) return expect(container.add({}, key)).rejects.toMatchObject({ code: 'DUPLICATE_NAME' })
        await container.add(unshared(command.value) as object, key)
        if (life) life.record(command.value, naive.time())
        else naive.begin(key, command.value)
        return
      case 'replace':
        expect(await container.purge(key)).toBe(life !== undefined)
        await container.add(unshared(command.value) as object, key)
        return naive.begin(key, command.value)
      case 'update': {
        const { edits, creator, comment } = command
        const recipe = (draft: object) => void edited(draft, edits)
        if (!isLive)
          return expect(container.update(key, recipe)).rejects.toMatchObject({ code: 'UNKNOWN_VARIABLE' })
        agree(await container.update(key, recipe, { creator, comment }), edited(life.value, edits), 'made')
        return life.record(edited(life.value, edits), naive.time(), creator, comment)
      }
      case 'answer':
        if (!isLive) return
        await container.update(key, () => unshared(command.value) as never, { creator: command.creator })
        return life.record(command.value, naive.time(), command.creator)
      case 'touch':
        if (!life || isLive) return
        await container.revive(key)
        return life.record(unshared(life.versions[life.line.at(-1)!]!.value), naive.time())
      case 'throw':
        if (!isLive) return
        return expect(
          container.update(key, () => {
            throw new Thrown()
          }),
        ).rejects.toThrow(Thrown)
      case 'delete':
        expect(await container.delete(key)).toBe(isLive)
        return isLive ? life.delete(naive.time()) : undefined
      case 'rollback': {
        if (!life) return
        const to = life.numbers[command.at % life.numbers.length]!
        const manager = container.getRevisionManager(key)
        const revision = command.byObject ? (await manager.getRevision(to))! : to
        await manager.rollbackToRevision(revision, { activate: command.activate })
        const time = naive.time()
        life.rollback(to, time)
        return command.activate ? undefined : life.delete(time)
      }
      case 'query': {
        if (!life) return
        const found = await container.getRevisionManager(key).getRevisionHistory(command.query)
        return expect(found.map(each => revisionOf(each).version)).toEqual(life.find(command.query))
      }
      default:
        return
    }
  }

  async #compare(): Promise<void> {
    const naive = this.#naive
    for (const container of this.#both) {
      expect((await Array.fromAsync(container)).map(([key]) => key)).toEqual(naive.order.toSorted())
      expect(await container.count()).toBe(naive.order.length)
      expect(await container.withDeleted().count()).toBe(naive.lives.size)
      for (const [key, lives] of naive.lives) {
        const life = lives.at(-1)!
        expect(await container.has(key)).toBe(life.current >= 0)
        agree(await container.get(key), life.value, key)
        await this.#compareLife(life, container.getRevisionManager(key))
      }
    }
    await this.#compareShown()
  }

  async #compareLife(life: NaiveLife, manager: AsyncRevisionManager<object>): Promise<void> {
    expect(await manager.getNumberOfRevisions()).toBe(life.line.length)
    for (const [number, version] of life.versions.entries()) {
      const object = await manager.getRevision(number)
      if (!version) {
        expect(object).toBeUndefined()
        continue
      }
      agree(object, version.value, `@${number}`)
      const { start, end, state, creator, comment } = version
      expect(revisionOf(object!)).toMatchObject({
        version: number,
        start: new Date(start),
        end: end === null ? null : new Date(end),
        creator,
        comment,
      })
      expect(stateOf(object!)).toBe(state)
    }
  }

  /** What the store finds them by is what they are. */
  async #compareShown(): Promise<void> {
    const { members, revisions } = this.#store
    const query = { collection: 'model', where: [], isWithDeleted: true }
    const shown = await members.call(this.#store, query, { limit: 9 })
    const isCurrent = ({ key }: { readonly key: string }) => this.#naive.life(key)!.current >= 0
    expect(shown.map(each => each.isCurrent)).toEqual(shown.map(isCurrent))
    for (const [key, lives] of this.#naive.lives) {
      const life = lives.at(-1)!
      const version = life.line.at(-1)!
      expect(shown.find(each => each.key === key)?.version).toBe(version)
      const value = queryForm(life.versions[version]!.value)
      const same = { test: 'is', path: [], values: [value], isNot: false } as const
      expect(await this.#store.countMembers({ ...query, key, where: [same] })).toBe(1)
      const states = ['locked', 'retired', 'deleted', 'dropped'] as const
      const rows = await revisions.call(
        this.#store,
        { ...query, key, states, isReversed: false },
        { limit: 99 },
      )
      const wanted = life.versions.flatMap((each, index) => {
        if (!each) return []
        const { start, end, creator, comment, state } = each
        return [
          {
            index,
            version: index,
            start,
            end,
            creator,
            comment,
            state: life.line.includes(index) ? state : 'dropped',
          },
        ]
      })
      expect(rows.map(({ key: _, variable: _1, kind: _2, label: _3, ...row }) => row)).toEqual(
        wanted.map(row => expect.objectContaining(row)),
      )
    }
  }
}

test.each(grounds)(
  'two containers on one collection in $name agree with a list of whole values',
  async ({ fresh }) => {
    const property = fc.asyncProperty(mappingCommands(), async commands => {
      await new Campaign(await fresh()).run(commands)
    })
    await fc.assert(property, fuzz(40))
  },
  120_000,
)
