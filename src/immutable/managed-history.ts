import type { EntryInfo } from '../history/entry.ts'
import { forgotten } from '../history/forgotten.ts'
import { printedAs } from '../history/printed-as.ts'
import { badOption, checkOptions } from '../options.ts'
import { entryInfo, infoFields } from '../recorder/info.ts'
import { refusal } from '../recorder/intent.ts'
import type { Kept } from '../value/kept.ts'
import { RowLog } from '../value/working/row-log.ts'
import { Absence } from './absence.ts'
import { admitObject } from './admit-object.ts'
import { unknownVersion } from './history-errors.ts'
import { HistoryEdits } from './history-edits.ts'
import { homeOf, type Home } from './home.ts'
import type { Asked } from './managed-change.ts'
import { outcomeBetween } from './outcome-between.ts'
import type { ManagedChange, RevisionManager, RollbackOptions } from './revision-manager.ts'

/** The history of one object: what can be read of it, and the ways on which it goes on. */
export class ManagedHistory<T extends object = object> extends HistoryEdits<T> implements RevisionManager<T> {
  /** What has left nothing current, as long as that is not saved. */
  #absence: Absence | undefined

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
    const intent = this.intent(() => this.agains.first(this.keeper.conflict, kept, again))
    const said = { kind: 'initial', info, time, intent, isAsked: true } as const
    this.record({ value: kept as Kept, log: null, copied: 0 }, said)
  }

  /**
   * Ends this history and begins another in its place: both are recorded, or none. A race lost by either takes back both, since
   * what somebody else has recorded here would be hidden; where `conflict` is `'overwrite'` both are made again.
   */
  replaceBy(next: ManagedHistory<T>, value: unknown, change?: ManagedChange): void {
    const { info, expected } = this.asked('replace', change)
    const object = admitObject(value, next.name)
    this.keeper.check?.(object, next.name)
    this.keeper.recorder.check(next.track, { whole: object as Kept })
    next.track.mayVanish = true
    this.#replaceNow(next, object, info, expected !== undefined)
  }

  /** Ends this history, since its key gets one that is there already. */
  endBefore(change?: ManagedChange): void {
    const { info } = this.asked('replace', change)
    if (this.isLive) this.#deleteNow(info)
  }

  addRevision(next: T, old?: T, change?: ManagedChange): void {
    const asked = this.asked('addRevision', change)
    if (old !== undefined) this.#mustBeCurrent(old)
    this.#set(next, asked, old !== undefined)
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
    this.mustGoOn()
    const where = `${this.name}: rollbackToRevision`
    checkOptions(where, options, [...infoFields, 'activate'])
    const { activate = true, ...change } = options
    if (typeof activate !== 'boolean') throw badOption(where, 'activate', 'is neither true nor false')
    const target = this.#targetOf(revision)
    const info = entryInfo(where, change, `rollback to revision ${target}`)
    if (activate) this.#rollbackNow(target, info)
    else this.#rollbackAndDelete(target, info)
  }

  #set(next: unknown, { info, expected }: Asked, isExpected: boolean): void {
    const value = admitObject(next, this.name)
    this.#setNow(this.versions.free(value), info, expected !== undefined || isExpected)
  }

  #setNow(value: object, info: EntryInfo, isExpected = false): void {
    const { timeline } = this.track
    const { conflict, check } = this.keeper
    check?.(value, this.name)
    const before = timeline.head
    const again = (standing: object) => this.#setNow(standing, info)
    const intent = this.intent(() => (isExpected ? refusal : this.agains.set(conflict, before, value, again)))
    const free = this.versions.free(value) as Kept
    const absence = this.#pendingAbsence
    const made = outcomeBetween(before, free, timeline.root)
    this.record(made, { kind: 'set', info, intent, isAsked: true })
    absence?.follow(isExpected ? 'refuse' : conflict)
  }

  #deleteNow(info: EntryInfo, isExpected = false): void {
    const absence = new Absence(this.track.timeline.length)
    const again = () => this.isLive && (this.#deleteNow(info), true)
    const intent = this.intent(() => (isExpected ? refusal : absence.guard(this.agains.as(again))))
    const { head } = this.track.timeline
    this.append({ value: head, log: new RowLog(), copied: 0 }, { kind: 'delete', info, intent })
    this.#absence = absence
  }

  #rollbackNow(target: number, info: EntryInfo): void {
    const { timeline } = this.track
    const intent = this.intent(() => this.agains.restore(target, now => this.#rollbackNow(now, info)))
    const object = this.given(this.versions.at(target))!
    const made = outcomeBetween(timeline.head, object as Kept, timeline.root)
    this.record(made, { kind: 'rollback', info, targets: [target], intent, isAsked: true })
  }

  #rollbackAndDelete(target: number, info: EntryInfo): void {
    const absence = new Absence(this.track.timeline.length + 1)
    const again = this.agains.restore(target, now => this.#rollbackAndDelete(now, info))
    this.keeper.recorder.transaction(
      () => {
        this.#rollbackNow(target, info)
        this.#deleteNow(info)
      },
      this.guardedIntent(absence.guard(again)),
    )
    this.#absence = absence
  }

  #replaceNow(next: ManagedHistory<T>, object: object, info: EntryInfo, isExpected: boolean): void {
    const { recorder, conflict } = this.keeper
    const isAgain = !isExpected && conflict === 'overwrite'
    const whole = isAgain ? this.agains.as(() => this.#replaceNow(next, object, info, false)) : refusal
    recorder.transaction(() => {
      recorder.noteRead(this.track)
      if (this.isLive) this.#deleteNow(info)
      // Somebody else may have begun it meanwhile.
      if (next.track.timeline.length > 0) next.#setNow(object, info)
      else next.start(object, info)
    }, whole)
  }

  /** The absence that is the newest of what is not saved. */
  get #pendingAbsence(): Absence | undefined {
    const { length, savedLength } = this.track.timeline
    const absence = this.#absence
    return absence && absence.index === length - 1 && length > savedLength && !this.isLive
      ? absence
      : undefined
  }

  #mustBeCurrent(old: unknown): void {
    if (typeof old === 'object' && old !== null) return void this.beginEdit(old)
    const why = `is ${String(old)}: give the object that is to be current, or leave it out`
    throw badOption(`${this.name}: addRevision`, 'old', why)
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
