import { isVarveError, VarveError } from '../../errors.ts'
import { mainBranch } from '../../recorder/stored.ts'
import { headOf } from '../../recorder/pending-unit.ts'
import { ambientInfo, captureInfo } from '../../recorder/info.ts'
import { aloneHistory, leaveAlone } from '../managed-of.ts'
import type { ManagedHistory } from '../managed-history.ts'
import type { ManagedChange, RollbackOptions } from '../revision-manager.ts'
import { homeOf } from '../home.ts'
import { keyName, readKeyName } from '../key-name.ts'
import type { Members } from './members.ts'
import { unknownKey } from './unknown-key.ts'
import type { Scope } from './scope.ts'

/** Changes the members in a scope: one change of a key after the other, each on what the store has, and durable at its end. */
export class Editor<T extends object> {
  readonly #members: Members<T>
  readonly #scope: Scope

  constructor(members: Members<T>, scope: Scope) {
    this.#members = members
    this.#scope = scope
  }

  add(value: unknown, key: string, change: ManagedChange | undefined): Promise<void> {
    const members = this.#members
    return this.#inTurn('add', key, async asHere => {
      const known = await members.find(key)
      if (known?.isLive) throw this.#taken(key)
      const history = known ?? members.newHistory(key)
      const begin = () => leaveAlone(aloneHistory(value), value as object, () => history.begin(value, change))
      try {
        await this.#guarded(history, () => asHere(() => (known ? known.set(value, change) : begin())))
      } catch (error) {
        if (!isVarveError(error, 'CONFLICT') || !history.isLive) throw error
        throw this.#taken(key, error)
      }
      members.enter(key, history)
    })
  }

  update(key: string, recipe: (draft: never) => unknown, change: ManagedChange | undefined): Promise<T> {
    return this.#inTurn('update', key, async asHere => {
      const history = await this.#mustFind(key)
      const made = await this.#guarded(history, () => asHere(() => history.updateCurrent(recipe, change)))
      // Where it lost a race, it was made again.
      return history.getCurrentRevision() ?? made
    })
  }

  delete(key: string, change: ManagedChange | undefined): Promise<boolean> {
    return this.#inTurn('delete', key, async asHere => {
      const history = await this.#members.find(key)
      if (!history?.isLive || !this.#scope.reaches(history)) return false
      const { timeline } = history.track
      const [from, cuts] = [timeline.length, timeline.cuts.count]
      await this.#guarded(history, () => asHere(() => history.delete(change)))
      // Where somebody else was quicker to delete it, nothing was left to do.
      return this.#hasDeleted(history, Math.min(from, timeline.cuts.lowestSince(cuts)))
    })
  }

  /** Whether a delete from here stands in a history behind an index. */
  #hasDeleted({ track: { timeline } }: ManagedHistory<T>, from: number): boolean {
    const { writer } = this.#members.keeper.recorder
    return [...timeline.indexes(from)].some(index => {
      const entry = timeline.entry(index)
      return entry.kind === 'delete' && entry.writer === writer
    })
  }

  revive(key: string, change: ManagedChange | undefined): Promise<T> {
    return this.#inTurn('revive', key, async asHere => {
      const history = await this.#mustReach(key)
      if (history.isLive) {
        const message = `${history.name}: there is nothing to revive, it is current; rollbackToRevision of its manager brings back an older version`
        throw new VarveError('REFUSED', message, {})
      }
      const last = history.getLastRevision()!
      await this.#guarded(history, () => asHere(() => history.set(last, revival(change))))
      return history.getCurrentRevision()!
    })
  }

  rollback(key: string, revision: T | number, options: RollbackOptions): Promise<void> {
    return this.#inTurn('rollbackToRevision', key, async asHere => {
      const history = await this.#mustReach(key)
      const target = this.#versionIn(history, revision)
      await this.#guarded(history, () => asHere(() => history.rollbackToRevision(target, options)))
    })
  }

  purge(key: string): Promise<boolean> {
    const { store, name } = this.#members
    return this.#inTurn('purge', key, async () => {
      for (;;) {
        const history = await this.#members.find(key)
        if (!history || !this.#scope.reaches(history)) return false
        // An object of it may have been updated just now.
        await this.#members.saved(history)
        // Somebody may have moved it out of here since it was looked at: only this head is known to be inside.
        const head = headOf(history.track, history.track.timeline.length - 1)
        if (!this.#scope.reaches(history)) return false
        const { generation } = readKeyName(name, history.track.name)!
        // The one that is shown goes last: as long as it is there, all can be found.
        for (let life = 0; life < generation; life++)
          await this.#purge(keyName(name, { key, generation: life }))
        const outcome = await store.purge(history.track.name, head)
        this.#members.drop(key)
        if (outcome.ok) return true
      }
    })
  }

  async #purge(variable: string): Promise<void> {
    const { store } = this.#members
    for (;;) {
      const head = await store.head(variable, mainBranch)
      if (!head || (await store.purge(variable, head)).ok) return
    }
  }

  #inTurn<R>(method: string, key: string, act: (asHere: <V>(fn: () => V) => V) => Promise<R>): Promise<R> {
    const asHere = captureInfo()
    this.#members.keeper.recorder.refuseInTransaction(method)
    return this.#members.inTurn(key, () => act(asHere))
  }

  /** Makes a change that has to stay in the scope, and waits until it is durable. */
  async #guarded<R>(history: ManagedHistory<T>, act: () => R): Promise<R> {
    const result = history.guarded(object => this.#scope.mustHold(history.name, object), act)
    await this.#members.saved(history)
    return result
  }

  /** The history of a key with a current object that is in the scope. */
  async #mustFind(key: string): Promise<ManagedHistory<T>> {
    const history = await this.#mustReach(key)
    if (history.isLive) return history
    throw unknownKey(this.#members.name, key, 'it was deleted; revive() brings it back')
  }

  /** The history of a key whose last object is in the scope, be it current or deleted. */
  async #mustReach(key: string): Promise<ManagedHistory<T>> {
    const history = await this.#members.find(key)
    if (history && this.#scope.reaches(history)) return history
    throw unknownKey(
      this.#members.name,
      key,
      history && 'what there is, is outside of this part of the collection',
    )
  }

  #taken(key: string, cause?: unknown): VarveError<'DUPLICATE_NAME'> {
    const message = `${this.#members.name}: there is something under the key '${key}'; update() changes it, another key is another object`
    return new VarveError('DUPLICATE_NAME', message, { name: key }, { cause })
  }

  /** An object may come from a time when its history was read before. */
  #versionIn(history: ManagedHistory<T>, revision: T | number): T | number {
    const home = typeof revision === 'object' && revision !== null ? homeOf(revision) : undefined
    if (!home || home.manager === history) return revision
    const { track } = home.manager as ManagedHistory
    return track.name === history.track.name ? home.index : revision
  }
}

/** Says what was done where nobody else has. */
function revival(change: ManagedChange | undefined): ManagedChange {
  return typeof change === 'string' ? change : { label: ambientInfo().label ?? 'revive', ...change }
}
