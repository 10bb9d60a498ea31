import { randomId } from '#platform'
import { VarveError } from '../../errors.ts'
import { printedAs } from '../../history/printed-as.ts'
import { badOption } from '../../options.ts'
import { checkStore } from '../../recorder/check-store.ts'
import { isQuerying } from '../../store/capabilities.ts'
import type { Store } from '../../store/store.ts'
import type { Input } from '../../value/types.ts'
import type { OpenOptions } from '../mapping-options.ts'
import type { ManagedChange, ManagerQuery } from '../revision-manager.ts'
import type { DraftOf, NextOf } from '../types.ts'
import type { AsyncRevisionManager } from './async-revision-manager.ts'
import { changesIn, type ContainerChange } from './changes.ts'
import { conditionsOf } from './conditions.ts'
import { Editor } from './editor.ts'
import { heal } from './heal.ts'
import { MemberManager } from './member-manager.ts'
import { Members } from './members.ts'
import { Scope } from './scope.ts'
import type { Where } from './where.ts'

/** How a container behaves: as a mapping that is kept in a store, but that a lost race of a recipe is all it can lose. */
export type ContainerOptions<T> = Omit<OpenOptions<T>, 'conflict'>

/** So many members are asked for together. */
const pageSize = 256

/**
 * Objects under keys, each with the history of its revisions, that a store keeps and finds: what is not asked for is not in memory,
 * and any number of programs may work on it. Every change is durable when its promise is fulfilled.
 */
export class Container<T extends object> implements AsyncIterable<[string, T]> {
  readonly #members: Members<T>
  readonly #scope: Scope
  readonly #editor: Editor<T>
  readonly #of: OpenOptions<T>['of']

  /**
   * Opens a collection in a store that can be queried (`sqlite()`, `postgres()`), under a name without '/'. `{ of: Class }` says of
   * which class its values are; anything else is refused. A `RevisionedMapping` of that name is taken over. `BAD_NAME`, `BAD_OPTION`.
   */
  static async open<T extends object>(
    store: Store,
    name: string,
    options: ContainerOptions<T> = {},
  ): Promise<Container<T>> {
    checkStore('Container.open', store)
    if (!isQuerying(store))
      throw badOption(
        'Container.open',
        'store',
        'cannot be queried: sqlite() and postgres() can; in others a RevisionedMapping is at home',
      )
    const members = new Members<T>(store, name, options as OpenOptions<object>)
    await heal(members)
    members.begin()
    return new Container<T>(members, new Scope(name), options.of)
  }

  private constructor(members: Members<T>, scope: Scope, of: OpenOptions<T>['of']) {
    this.#members = members
    this.#scope = scope
    this.#of = of
    this.#editor = new Editor(members, scope)
  }

  static {
    printedAs(Container, self => `Container ${self.#members.name}`)
  }

  /**
   * Records an object under a key, by default a random one, and gives the key. Where something was deleted under it, the history goes
   * on; `DUPLICATE_NAME` where there is something.
   */
  async add(value: Input<T>, key: string = randomId(), change?: ManagedChange): Promise<string> {
    checkKey('add', key)
    await this.#editor.add(value, key, change)
    return key
  }

  /** The object under a key; undefined where there is none in here. */
  async get(key: string): Promise<T | undefined> {
    checkKey('get', key)
    return this.#scope.objectOf(await this.#members.find(key))
  }

  async has(key: string): Promise<boolean> {
    return (await this.get(key)) !== undefined
  }

  /** How many there are in here. */
  async count(): Promise<number> {
    return this.#members.store.countMembers(this.#scope.query())
  }

  /**
   * Runs a recipe on the object under a key, again where somebody else was quicker, and gives the new one. `UNKNOWN_VARIABLE` where
   * there is none in here; `REFUSED` where the new one would not be in here.
   */
  async update(key: string, recipe: (draft: DraftOf<T>) => NextOf<T>, change?: ManagedChange): Promise<T> {
    checkKey('update', key)
    return this.#editor.update(key, recipe as (draft: never) => unknown, change)
  }

  /** Records that nothing is under a key any more; its history stays. False where there is nothing in here. */
  async delete(key: string, change?: ManagedChange): Promise<boolean> {
    checkKey('delete', key)
    return this.#editor.delete(key, change)
  }

  /** Records that what was deleted under a key is current again, as a new version. `REFUSED` where something is. */
  async revive(key: string, change?: ManagedChange): Promise<T> {
    checkKey('revive', key)
    return this.#editor.revive(key, change)
  }

  /** Takes away a key with all of its history, for good: nothing says that it was there. False where there is none in here. */
  async purge(key: string): Promise<boolean> {
    checkKey('purge', key)
    return this.#editor.purge(key)
  }

  /** The same with what was deleted: as it was last. */
  withDeleted(): Container<T> {
    return new Container(this.#members, this.#scope.withDeleted(), this.#of)
  }

  /** The part for which all of this holds; what is done through it stays in it. `BAD_OPTION` for what cannot be asked. */
  where(filter: Where<T>): Container<T> {
    const where = conditionsOf(`${this.#members.name}: where`, filter, this.#of, this.#scope.where)
    return new Container(this.#members, this.#scope.for(where), this.#of)
  }

  /** The history of a key, also of a deleted one. */
  getRevisionManager(key: string): AsyncRevisionManager<T> {
    checkKey('getRevisionManager', key)
    return new MemberManager(this.#members, this.#scope, this.#editor, key)
  }

  /**
   * All that happened to what is in here or was deleted from it, in the order of time: every version with its object, every rollback
   * with the one that it restored, every delete with the one that it took away. `dropped` as in a history.
   */
  changes(query: ManagerQuery = {}): AsyncIterable<ContainerChange<T>> {
    return changesIn(this.#members, this.#scope, query)
  }

  /** Keys and objects, in the order of the names in which the keys stand, as they are when they are come to. */
  async *[Symbol.asyncIterator](): AsyncIterableIterator<[string, T]> {
    const { store, keyIn } = this.#members
    let after: string | undefined
    for (;;) {
      const page = await store.members(this.#scope.query(), { limit: pageSize, after })
      const found = await Promise.all(
        page.map(async member => {
          const key = keyIn(member.variable)
          return [key, this.#scope.objectOf(await this.#members.find(key, member))] as const
        }),
      )
      // Some may have moved out since.
      for (const [key, object] of found) if (object) yield [key, object]
      if (page.length < pageSize) return
      after = page.at(-1)!.key
    }
  }

  /** Settles when all that was changed is durable, also by `update()` of an object of it. */
  flush(): Promise<void> {
    return this.#members.opened.flush()
  }

  /** Saves what is on its way, then closes the store, unless another container has it open: the last one closes it. */
  close(): Promise<void> {
    return this.#members.opened.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

function checkKey(method: string, key: unknown): void {
  if (typeof key === 'string') return
  throw new VarveError('BAD_OPTION', `Container: ${method}: key is ${typeof key}: give a text`, {
    option: 'key',
    nearest: null,
  })
}
