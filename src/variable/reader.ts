import { isVarveError } from '../errors.ts'
import { blame } from '../history/blame.ts'
import type { BlameEntry, Diff, History, HistoryQuery } from '../history/history.ts'
import { HistoryView } from '../history/history-view.ts'
import { patchesBetween } from '../history/patches-between.ts'
import type { RecordedRevision } from '../history/recorded-revision.ts'
import { printedAs } from '../history/printed-as.ts'
import { leafPlaces } from '../history/leaf-places.ts'
import { oldPlace } from '../history/old-place.ts'
import { exportTimeline } from '../history/portable.ts'
import { resolve, type Ref } from '../history/ref.ts'
import type { Revision } from '../history/revision.ts'
import type { Verification } from '../history/verify.ts'
import type { AbortSignalLike } from '../abort-signal.ts'
import { badOption } from '../options.ts'
import type { Recorder } from '../recorder/recorder.ts'
import type { Track } from '../recorder/track.ts'
import { keep } from '../value/keep.ts'
import type { Kept } from '../value/kept.ts'
import { toPath } from '../value/parse-path.ts'
import type { Path } from '../value/path.ts'
import { same } from '../value/same.ts'
import { show } from '../value/show.ts'
import { thaw } from '../value/thaw.ts'
import type { Snapshot } from '../value/types.ts'
import { changes } from './changes.ts'
import { Listeners, reportListenerError, tell, type OnListenerError } from './listeners.ts'
import { Selection } from './selection.ts'
import { tracedPath } from './traced-path.ts'
import type { Readable } from './variable.ts'

/** What a reader needs of the registry it stands in. */
export interface ReaderContext {
  readonly recorder: Recorder
  readonly onListenerError?: OnListenerError | undefined
  /** Told of each revision after the variable's own listeners. */
  readonly everybody: Listeners
}

/** All that can be read of a variable, on top of its track. */
export class Reader<T> implements Readable<T> {
  protected readonly track: Track
  protected readonly context: ReaderContext
  readonly #listeners = new Listeners()
  readonly #onDispose = new Set<() => void>()

  constructor(track: Track, context: ReaderContext) {
    this.track = track
    this.context = context
    track.audience = () => {
      const own = this.#listeners.present
      const everybody = context.everybody.present
      if (own.length === 0 && everybody.length === 0) return undefined
      return index => {
        // A listener before may have pruned it.
        if (track.timeline.gaps.has(index)) return
        const revision = track.timeline.revision(index)
        tell(own, this, revision, context.onListenerError)
        tell(everybody, this, revision, context.onListenerError)
      }
    }
  }

  get name(): string {
    return this.track.name
  }

  get value(): Snapshot<T> {
    return show(this.seen().head) as Snapshot<T>
  }

  get(): Snapshot<T> {
    return this.value
  }

  peek(path: Path | string, ref?: Ref): unknown {
    const timeline = this.seen()
    const place = toPath(path)
    const index = ref === undefined ? timeline.length - 1 : this.indexOf(ref)
    return show(
      index === timeline.length - 1 ? timeline.present.peek(place) : oldPlace(timeline, place, index),
    )
  }

  select<R>(fn: (value: Snapshot<T>) => R, ref?: Ref): R {
    const timeline = this.seen()
    mustBeFunction(this.name, 'select', fn)
    if (ref === undefined) return timeline.present.glance(fn as (value: never) => R)
    const value = show(timeline.valueAt(this.indexOf(ref))) as Snapshot<T>
    return timeline.present.whileLent(() => fn(value))
  }

  at(ref: Ref): Snapshot<T> {
    // A ref that is undefined by mistake must not give the head.
    return show(this.seen().valueAt(this.indexOf(ref))) as Snapshot<T>
  }

  history(query?: HistoryQuery): History<T> {
    return new HistoryView(this.seen(), query) as unknown as History<T>
  }

  lastChange(): Revision<T> {
    return this.revisionAt(this.indexOf(this.seen().length - 1))
  }

  revision(ref: Ref): Revision<T> {
    return this.revisionAt(this.indexOf(ref))
  }

  diff(): Diff<T>[]
  diff(from: Ref, to: Ref): Diff<T>
  diff(from?: Ref, to?: Ref): Diff<T> | Diff<T>[] {
    if (from !== undefined || to !== undefined)
      return this.#diff(this.indexOf(from!), this.indexOf(to ?? this.seen().length - 1))
    const [first, ...others] = this.seen().indexes()
    let before = first!
    return others.map(index => this.#diff(before, (before = index)))
  }

  blame(): readonly BlameEntry<T>[]
  blame(place: Path | string | ((value: Snapshot<T>) => unknown), ref?: Ref): Revision<T>
  blame(
    place?: Path | string | ((value: Snapshot<T>) => unknown),
    ref?: Ref,
  ): Revision<T> | readonly BlameEntry<T>[] {
    const timeline = this.seen()
    const index = this.indexOf(ref ?? timeline.length - 1)
    const find = (path: Path) => this.revisionAt(blame(timeline, path, index))
    if (place === undefined) return [...leafPlaces(timeline.head)].flatMap(path => entryOf(path, find))
    if (typeof place === 'function') return find(tracedPath(this.name, timeline.valueAt(index), place))
    return find(toPath(place))
  }

  marks(): ReadonlyMap<string, Revision<T>> {
    return new Map(Array.from(this.track.marks, ([name, index]) => [name, this.revisionAt(index)]))
  }

  equals(other: unknown): boolean {
    if (other instanceof Reader) return same(this.seen().head, other.seen().head)
    try {
      return same(this.seen().head, keep(other, { name: this.name }))
    } catch (error) {
      if (isVarveError(error, 'NOT_REMEMBERABLE')) return false
      throw error
    }
  }

  addListener(fn: (variable: this, revision: Revision<T>) => void): this {
    this.#listeners.add(fn as never)
    return this
  }

  subscribe(fn: (value: Snapshot<T>) => void): () => void
  subscribe<R>(select: (value: Snapshot<T>) => R, fn: (selected: R) => void): () => void
  subscribe(first: (value: Snapshot<T>) => unknown, second?: (selected: unknown) => void): () => void {
    mustBeFunction(this.name, 'subscribe', first)
    if (second !== undefined) mustBeFunction(this.name, 'subscribe', second)
    let last = second && new Selection(this.select(first))
    const stop = this.listen(revision => {
      if (!second) return void first(revision.value as Snapshot<T>)
      // Later ones may have come while this one waited.
      const isNewest = revision.index === this.track.timeline.length - 1
      const selected = this.select(first, isNewest ? undefined : revision.index)
      const next = new Selection(selected)
      if (last?.equals(next)) return
      last = next
      second(selected)
    })
    try {
      if (second) second(last?.value)
      else first(this.value)
    } catch (error) {
      stop()
      throw error
    }
    return stop
  }

  verify(): Verification {
    return this.context.recorder.verify(this.track)
  }

  export(): Iterable<string> {
    return exportTimeline(this.seen(), this.track.marks)
  }

  toJSON(): unknown {
    return this.value
  }

  changes({
    signal,
    from,
  }: { readonly signal?: AbortSignalLike; readonly from?: Ref } = {}): AsyncIterableIterator<Revision<T>> {
    const timeline = this.seen()
    const start = from === undefined ? timeline.length : this.indexOf(from)
    const onDispose = (fn: () => void) => {
      this.#onDispose.add(fn)
      return () => this.#onDispose.delete(fn)
    }
    const source = {
      timeline,
      listen: (fn: (revision: RecordedRevision) => void) => this.listen(fn),
      onDispose,
    }
    return changes(source, start, signal) as unknown as AsyncIterableIterator<Revision<T>>
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<Revision<T>> {
    return this.changes()
  }

  [Symbol.dispose](): void {
    this.#listeners.clear()
    for (const end of [...this.#onDispose]) end()
  }

  static {
    printedAs(Reader, (self, print) => {
      const { gaps, length: all, head } = self.track.timeline
      const length = gaps.leftBelow(all)
      const count = `${length} ${length === 1 ? 'revision' : 'revisions'}`
      return `Variable ${self.name} = ${print(thaw(head))} (${count})${self.inspectedState()}`
    })
  }

  protected inspectedState(): string {
    return ''
  }

  /** The timeline; a transaction that asks for it rests on what it saw. */
  protected seen(): Track['timeline'] {
    this.context.recorder.noteRead(this.track)
    return this.track.timeline
  }

  protected indexOf(ref: Ref): number {
    return resolve(this.seen(), this.track.marks, ref)
  }

  protected keptAt(ref: Ref | undefined): Kept {
    return ref === undefined ? this.seen().head : this.track.timeline.valueAt(this.indexOf(ref))
  }

  protected revisionAt(index: number): Revision<T> {
    return this.track.timeline.revision(index) as unknown as Revision<T>
  }

  protected listen(fn: (revision: RecordedRevision) => void): () => void {
    return this.#listeners.add((_variable: never, revision: never) => fn(revision))
  }

  protected reportError(error: unknown, revision: RecordedRevision): void {
    reportListenerError(error, this, revision, this.context.onListenerError)
  }

  #diff(fromIndex: number, toIndex: number): Diff<T> {
    const { timeline } = this.track
    const [from, to] = [this.revisionAt(fromIndex), this.revisionAt(toIndex)]
    const patches = patchesBetween(timeline, fromIndex, toIndex)
    return Object.freeze({
      fromIndex,
      toIndex,
      get fromValue() {
        return from.value
      },
      get toValue() {
        return to.value
      },
      elapsedMs: to.timestamp.getTime() - from.timestamp.getTime(),
      patches,
    })
  }
}

function mustBeFunction(variable: string, method: string, fn: unknown): void {
  if (typeof fn === 'function') return
  const hint = typeof fn === 'string' ? `; for a path there is peek('${fn}')` : ''
  throw badOption(
    `${variable}: ${method}`,
    'function',
    `is ${typeof fn === 'object' ? 'an object' : `a ${typeof fn}`}: give a function${hint}`,
  )
}

/** Nothing where the revision was forgotten that set the place. */
function entryOf<T>(path: Path, find: (path: Path) => Revision<T>): BlameEntry<T>[] {
  try {
    return [{ path, revision: find(path) }]
  } catch (error) {
    if (isVarveError(error, 'UNKNOWN_REVISION')) return []
    throw error
  }
}
