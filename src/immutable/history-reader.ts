import type { EffectiveLine } from '../history/effective-line.ts'
import type { Track } from '../recorder/track.ts'
import type { HistoryKeeper } from './history-keeper.ts'
import { unknownVersion } from './history-errors.ts'
import type { Home } from './home.ts'
import type { ManagerQuery, RevisionManager, RevisionState } from './revision-manager.ts'
import { versionsOf } from './version-query.ts'
import { Versions } from './versions.ts'

/** What is known of a revision beside who manages it. */
export type RevisionFacts = Readonly<{
  version: number
  start: Date
  end: Date | null
  creator: string | null
  comment: string | null
  label: string | null
  state: RevisionState
}>

/** The half of a history's manager that reads. */
export class HistoryReader<T extends object = object> implements Omit<
  RevisionManager<T>,
  'addRevision' | 'rollbackToRevision'
> {
  readonly #track: Track
  readonly #versions: Versions
  #keeper: HistoryKeeper
  #title: string | undefined

  constructor(track: Track, keeper: HistoryKeeper) {
    this.#track = track
    this.#versions = new Versions(this, track.timeline)
    this.#keeper = keeper
  }

  /** What is recorded of it. */
  get track(): Track {
    return this.#track
  }

  /** Who keeps it: the one for all, or a mapping that took it over. */
  get keeper(): HistoryKeeper {
    return this.#keeper
  }
  set keeper(keeper: HistoryKeeper) {
    this.#keeper = keeper
  }

  protected get versions(): Versions {
    return this.#versions
  }

  /** What it is called in messages: as its key, once it has one. */
  get name(): string {
    return this.#title ?? this.#track.name
  }
  set title(title: string) {
    this.#title = title
  }

  /** Whether a revision is in effect. */
  get isLive(): boolean {
    return this.versions.version >= 0
  }

  getCurrentRevision(): T | undefined {
    return this.given(this.versions.current)
  }

  /** The one in effect, or, after a delete, the last that was. */
  getLastRevision(): T | undefined {
    const { length } = this.track.timeline
    return length === 0 ? undefined : this.getRevision(this.versions.line.newest(length - 1))
  }

  /** The one that was in effect when a revision was the head; undefined where none was. */
  getCurrentAt(head: number): T | undefined {
    if (head < 0 || this.track.timeline.gaps.has(head) || this.line.isDeleted(head)) return undefined
    return this.getRevision(this.line.newest(head))
  }

  /** Which revisions are in effect. */
  get line(): EffectiveLine {
    return this.versions.line
  }

  getNumberOfRevisions(): number {
    const { length } = this.track.timeline
    return length === 0 ? 0 : this.versions.line.count(length - 1)
  }

  getRevision(version: number): T | undefined {
    return this.given(this.versions.at(version))
  }

  getRevisionHistory(query: ManagerQuery = {}): Iterable<T> {
    const positions = versionsOf(this.name, this.track.timeline, this.versions.line, query)
    const objectAt = (place: number) => this.getRevision(positions.indexAt(place))
    return {
      *[Symbol.iterator](): Generator<T, undefined> {
        for (let place = 0; place < positions.length; place++) {
          // What was withdrawn since by a lost race is there no more.
          const object = objectAt(place)
          if (object) yield object
        }
      },
    }
  }

  /** What stands for it where it is written as JSON. */
  toJSON(): { readonly name: string; readonly version: number; readonly revisions: number } {
    return { name: this.name, version: this.versions.version, revisions: this.getNumberOfRevisions() }
  }

  /** Lets an object out, unless it is one that may not stand here. */
  protected given(object: object | undefined): T | undefined {
    if (object) this.keeper.check?.(object, this.name)
    return object as T | undefined
  }

  /** What has become of an object of this history. */
  stateOf(home: Home): RevisionState {
    const { versions, track } = this
    if (!versions.has(home)) return 'retired'
    if (home.index === versions.version) return 'locked'
    const next = versions.line.lastTaken(home.index) + 1
    return next < track.timeline.length && versions.line.isDeleted(next) ? 'deleted' : 'retired'
  }

  /** What is known of the revision for which an object stands; `UNKNOWN_REVISION` where that was withdrawn. */
  factsOf(home: Home): RevisionFacts {
    const { index: version } = home
    if (!this.versions.has(home))
      throw unknownVersion(
        this.name,
        String(version),
        `version ${version} was withdrawn, somebody else was first`,
      )
    const { time, creator, comment, label } = this.track.timeline.entry(version)
    const state = this.stateOf(home)
    return { version, start: new Date(time), end: this.#end(version, state), creator, comment, label, state }
  }

  #end(version: number, state: RevisionState): Date | null {
    const { timeline } = this.track
    const next = this.versions.line.lastTaken(version) + 1
    if (state === 'locked' || next >= timeline.length) return null
    const gap = timeline.gaps.at(next)
    return new Date(gap?.first === next ? gap.facts.from : timeline.entry(next).time)
  }
}
