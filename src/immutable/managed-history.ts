import type { VarveError } from '../errors.ts'
import type { EntryInfo } from '../history/entry.ts'
import { bodyOf } from '../history/columns.ts'
import { forgotten } from '../history/forgotten.ts'
import { printedAs } from '../history/printed-as.ts'
import { badOption, checkOptions } from '../options.ts'
import { entryInfo, infoFields } from '../recorder/info.ts'
import { refusal } from '../recorder/intent.ts'
import { mergeOnto } from '../recorder/merge-onto.ts'
import type { Kept } from '../value/kept.ts'
import { same } from '../value/same.ts'
import type { PathNode } from '../value/working/path-node.ts'
import { RowLog } from '../value/working/row-log.ts'
import { Agains } from './agains.ts'
import { admitObject } from './admit-object.ts'
import { editValue, type Outcome } from './edit-value.ts'
import { outdated, overtaken, unknownVersion } from './history-errors.ts'
import { HistoryWriter } from './history-writer.ts'
import { afterUpdateOf } from './hooks.ts'
import { homeOf, type Home } from './home.ts'
import type { Asked } from './managed-change.ts'
import { outcomeBetween } from './outcome-between.ts'
import type { ManagedChange, RevisionManager, RollbackOptions } from './revision-manager.ts'

/** An edit of the current object that was begun. */
export interface Begun {
  readonly base: object
  readonly version: number
  /** The place of the value itself, for the rows of the edit. */
  readonly root: PathNode
}

/** The history of one object: what can be read of it, and the ways on which it goes on. */
export class ManagedHistory<T extends object = object>
  extends HistoryWriter<T>
  implements RevisionManager<T>
{
  readonly #agains = new Agains(this.track)

  static {
    printedAs(ManagedHistory, self => {
      const count = self.getNumberOfRevisions()
      const state = self.isLive ? '' : ', deleted'
      return `RevisionManager ${self.name} (${count} ${count === 1 ? 'revision' : 'revisions'}${state})`
    })
  }

  /** Records the first revision. */
  begin(value: unknown, change?: ManagedChange): void {
    const object = admitObject(value, this.name)
    this.keeper.check?.(object, this.name)
    this.start(object, this.asked('set', change).info)
  }

  /** As `begin`, of a locked object; `time` is when that was created. */
  start(value: object, info: EntryInfo, time?: number): void {
    const kept = this.versions.free(value)
    const again = (standing: object) => this.#setNow(standing, info)
    const intent = this.intent(() => this.#agains.first(this.keeper.conflict, kept, again))
    const said = { kind: 'initial', info, time, intent, isAsked: true } as const
    this.record({ value: kept as Kept, log: null, copied: 0 }, said)
  }

  /** Runs a recipe on the current object, and records what it makes; gives the new current one. */
  update(base: object, recipe: (draft: never) => unknown, change?: ManagedChange): T {
    const asked = this.asked('update', change)
    const home = homeOf(base)
    if (this.versions.has(home)) this.versions.asked(base)
    return this.#update(base, recipe, asked)
  }

  /** As `update` of the object that is current now. */
  updateCurrent(recipe: (draft: never) => unknown, change?: ManagedChange): T {
    const asked = this.asked('update', change)
    return this.#update(this.#mustBeLive(), recipe, asked)
  }

  /** Begins an edit of the current object; `OUTDATED` for any other. */
  beginEdit(base: object): Begun {
    const home = homeOf(base)
    const { versions } = this
    if (!versions.has(home) || home.index !== versions.version)
      throw outdated(this.name, home?.index ?? -1, versions.version)
    return { base, version: home.index, root: this.track.timeline.root }
  }

  /** Records what an edit came to; `CONFLICT` where something else was recorded meanwhile, unless that is to be merged. */
  finishEdit(begun: Begun, outcome: Outcome, change?: ManagedChange): T {
    return this.#finish(begun, outcome, this.asked('finish', change), 'refuse')
  }

  addRevision(next: T, old?: T, change?: ManagedChange): void {
    if (old !== undefined) this.beginEdit(old)
    this.#set(next, this.asked('addRevision', change), old !== undefined)
  }

  /** Records an object as the next revision, whatever is current. */
  set(next: unknown, change?: ManagedChange): void {
    this.#set(next, this.asked('set', change), false)
  }

  /** Records that nothing is current any more; false where that is so already. */
  delete(change?: ManagedChange): boolean {
    const asked = this.asked('delete', change)
    if (!this.isLive) return false
    this.#deleteNow(asked.info, asked.expected !== undefined)
    return true
  }

  rollbackToRevision(revision: T | number, options: RollbackOptions = {}): void {
    const where = `${this.name}: rollbackToRevision`
    checkOptions(where, options, [...infoFields, 'activate'])
    const { activate = true, ...change } = options
    if (typeof activate !== 'boolean') throw badOption(where, 'activate', 'is neither true nor false')
    const target = this.#targetOf(revision)
    const info = entryInfo(where, change, `rollback to revision ${target}`)
    if (activate) this.#rollbackNow(target, info)
    else this.#rollbackAndDelete(target, info)
  }

  #update(base: object, recipe: (draft: never) => unknown, asked: Asked): T {
    const begun = this.beginEdit(base)
    const outcome = editValue(base, recipe, begun.root, this.name)
    return this.#finish(begun, outcome, asked, () => this.#update(this.#mustBeLive(), recipe, asked))
  }

  /** `again` says how it is made when it has lost a race. */
  #finish(begun: Begun, outcome: Outcome, asked: Asked, again: 'refuse' | (() => void)): T {
    if (asked.equal && this.#isUnchanged(begun, outcome)) return this.versions.current as T
    const made = this.#seen(begun, this.#made(begun, outcome, asked))
    const intent = this.intent(() =>
      again === 'refuse' || asked.expected ? refusal : this.#agains.as(again),
    )
    return this.record(made, { kind: 'update', info: asked.info, intent })
  }

  /** Lets the class see what is to be recorded, where nothing else stands against that. */
  #seen({ base, version }: Begun, made: Outcome): Outcome {
    const { track, keeper, versions } = this
    const value = made.value as object
    keeper.check?.(value, this.name)
    const afterUpdate = afterUpdateOf(base, value)
    if (!afterUpdate) return made
    const { generation } = track.timeline
    keeper.recorder.check(track, made.log ? bodyOf(made.log) : { whole: made.value })
    afterUpdate()
    if (track.timeline.generation !== generation) throw this.#overtaken(version)
    // It may stand for a revision of another history by now.
    return { ...made, value: versions.free(value) as Kept }
  }

  #isUnchanged({ base, version }: Begun, { value }: Outcome): boolean {
    const isCurrent = this.versions.has(homeOf(base)) && this.versions.version === version
    return isCurrent && same(value, base as Kept)
  }

  /** What an edit came to, on what is current now. */
  #made({ base, version }: Begun, outcome: Outcome, { merge }: Asked): Outcome {
    const { timeline } = this.track
    const { versions } = this
    const isCurrent = versions.has(homeOf(base)) && versions.version === version
    if (isCurrent && outcome.log) return { ...outcome, value: versions.free(outcome.value as object) as Kept }
    let value = admitObject(outcome.value, this.name)
    if (!isCurrent) {
      if (merge === undefined || !this.isLive) throw this.#overtaken(version)
      value = admitObject(mergeOnto(timeline, base as Kept, outcome.value, { resolve: merge }), this.name)
    }
    return outcomeBetween(timeline.head, versions.free(value) as Kept, timeline.root)
  }

  #overtaken(version: number): VarveError<'CONFLICT'> {
    const { timeline } = this.track
    const last = timeline.length - 1
    return overtaken(this.name, timeline.revision(Math.min(version, last)), timeline.revision(last))
  }

  #set(next: unknown, { info, expected }: Asked, isExpected: boolean): void {
    const value = admitObject(next, this.name)
    this.keeper.check?.(value, this.name)
    this.#setNow(this.versions.free(value), info, expected !== undefined || isExpected)
  }

  #setNow(value: object, info: EntryInfo, isExpected = false): void {
    const { timeline } = this.track
    const before = timeline.head
    const again = (standing: object) => this.#setNow(standing, info)
    const intent = this.intent(() =>
      isExpected ? refusal : this.#agains.set(this.keeper.conflict, before, value, again),
    )
    const free = this.versions.free(value) as Kept
    const made = outcomeBetween(before, free, timeline.root)
    this.record(made, { kind: 'set', info, intent, isAsked: true })
  }

  #deleteNow(info: EntryInfo, isExpected = false): void {
    const again = () => this.isLive && (this.#deleteNow(info), true)
    const intent = this.intent(() => (isExpected ? refusal : this.#agains.as(again)))
    const { head } = this.track.timeline
    this.append({ value: head, log: new RowLog(), copied: 0 }, { kind: 'delete', info, intent })
  }

  #rollbackNow(target: number, info: EntryInfo): void {
    const { timeline } = this.track
    const intent = this.intent(() => this.#agains.restore(target, now => this.#rollbackNow(now, info)))
    const object = this.given(this.versions.at(target))!
    const made = outcomeBetween(timeline.head, object as Kept, timeline.root)
    this.record(made, { kind: 'rollback', info, targets: [target], intent, isAsked: true })
  }

  #rollbackAndDelete(target: number, info: EntryInfo): void {
    const whole = this.#agains.restore(target, now => this.#rollbackAndDelete(now, info))
    this.keeper.recorder.transaction(() => {
      this.#rollbackNow(target, info)
      this.#deleteNow(info)
    }, whole)
  }

  #mustBeLive(): object {
    const { passing, version } = this.versions
    if (passing) return this.given(passing)!
    throw outdated(this.name, this.versions.line.newest(this.track.timeline.length - 1), version)
  }

  #targetOf(revision: T | number): number {
    const { versions, name, track } = this
    if (typeof revision !== 'number') {
      const home: Home | undefined =
        typeof revision === 'object' && revision !== null ? homeOf(revision) : undefined
      if (!versions.has(home))
        throw unknownVersion(name, 'an object', 'the object given is no revision of it')
      versions.asked(revision)
      return home.index
    }
    if (versions.at(revision)) return revision
    const gap = track.timeline.gaps.at(revision)
    if (gap) throw forgotten(name, revision, gap)
    throw unknownVersion(name, String(revision), `there is no version ${revision}`)
  }
}
