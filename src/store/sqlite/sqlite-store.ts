import { Bell } from '../watching/bell.ts'
import { follow, type Moved, startOf, type WatchStoreOptions } from '../watching/following.ts'
import type {
  MembersQuery,
  Page,
  Querying,
  RevisionsQuery,
  ShownMember,
  ShownRevisionOf,
} from '../querying/querying.ts'
import type {
  Durability,
  Forgetting,
  Gap,
  Head,
  Keyframe,
  Mark,
  Moves,
  NamedHead,
  Outcome,
  Sealed,
  SealedBranch,
  StoredBranch,
  SyncCheckable,
  SyncExclusive,
  SyncForgetful,
  SyncSealing,
  Unit,
  Watchful,
} from '../store.ts'
import { SyncTwins } from '../sync-twins.ts'
import { mustMakeSense } from '../appending/sensible-units.ts'
import { sealedInAll } from '../sealing/sealed-in-all.ts'
import { Appender } from './appender.ts'
import { retry, retrySync } from './back-off.ts'
import { problemsOf } from './check.ts'
import type { Connection } from './connection.ts'
import { closed, explain } from './failure.ts'
import { Forgetter } from './forgetter.ts'
import { gapsOf } from './gaps.ts'
import { HeadCache } from './head-cache.ts'
import { allHeads, headOf } from './heads.ts'
import { keyframeOf } from './keyframes.ts'
import { linesOfBranch } from './lines.ts'
import { marksOf } from './marks.ts'
import { endOf, movedAfter } from './moves.ts'
import { Purger } from './purger.ts'
import { Finder } from './querying/finder.ts'
import { branchOf, inOneState } from './reading.ts'
import { sealedBranchOf } from './sealed-branch.ts'
import { Sealer, type Slice } from './sealer.ts'
import { exclusively, Thrown } from './transaction.ts'
import { WriteGate } from './write-gate.ts'

/** How often a watch looks for what others have written, in milliseconds. */
const INTERVAL = 40

/** The store over one connection: writes go through one gate, and what fails is explained. */
export class SqliteStore
  extends SyncTwins
  implements SyncForgetful, SyncSealing, Watchful, SyncCheckable, SyncExclusive, Querying
{
  readonly durability: Durability
  readonly #connection: Connection
  readonly #heads: HeadCache
  readonly #appender: Appender
  readonly #forgetter: Forgetter
  readonly #sealer: Sealer
  readonly #finder: Finder
  readonly #purger: Purger
  readonly #gate: WriteGate
  readonly #busyTimeout: number
  readonly #bell = new Bell()
  #closed = false

  constructor(connection: Connection, durability: Durability, busyTimeout: number) {
    super()
    this.#connection = connection
    this.#heads = new HeadCache(connection)
    this.#appender = new Appender(connection, this.#heads)
    this.#forgetter = new Forgetter(connection, this.#heads)
    this.#sealer = new Sealer(connection, this.#heads)
    this.#finder = new Finder(connection)
    this.#purger = new Purger(connection, this.#heads)
    this.#gate = new WriteGate(connection, this.#bell, busyTimeout)
    this.durability = durability
    this.#busyTimeout = busyTimeout
  }

  appendSync(units: readonly Unit[]): readonly Outcome[] {
    this.#mustBeOpen()
    return this.#gate.throughSync(nameIn(units), () => this.#append(units))
  }

  headSync(variable: string, branch: string): Head | undefined {
    return this.#read([variable, branch], undefined, () => headOf(this.#connection, variable, branch))
  }

  headsSync(): readonly NamedHead[] {
    return this.#read([], [], () => allHeads(this.#connection))
  }

  readSync(variable: string, branch: string, from: number, to: number): readonly string[] {
    return this.#read([variable, branch], [], () =>
      linesOfBranch(this.#connection, variable, branch, from, to),
    )
  }

  keyframeSync(variable: string, branch: string): Keyframe | undefined {
    return this.#read([variable, branch], undefined, () => keyframeOf(this.#connection, variable, branch))
  }

  marksSync(variable: string): readonly Mark[] {
    return this.#read([variable], [], () => marksOf(this.#connection, variable))
  }

  loadSync(variable: string, branch: string, from: number): StoredBranch | undefined {
    return this.#read([variable, branch], undefined, () =>
      inOneState(this.#connection, () => branchOf(this.#connection, variable, branch, from)),
    )
  }

  gapsSync(variable: string, branch: string): readonly Gap[] {
    return this.#read([variable, branch], [], () => gapsOf(this.#connection, variable, branch))
  }

  forgetSync(forgetting: Forgetting): Outcome {
    this.#mustBeOpen()
    return this.#gate.throughSync(forgetting.variable, () => this.#forgetter.forget(forgetting))
  }

  sealSync(variable: string, branch: string): Sealed {
    const done: Sealed[] = []
    for (let plan = this.#sealPlan(variable, branch); plan.length > 0;) {
      const sealed = this.#gate.throughSync(variable, () => this.#sealer.seal(plan[0]!))
      plan = sealed ? plan.slice(1) : this.#sealPlan(variable, branch)
      if (sealed) done.push(sealed)
    }
    return this.#sealedInAll(done)
  }

  loadSealedSync(variable: string, branch: string): SealedBranch | undefined {
    return this.#read([variable, branch], undefined, () =>
      inOneState(this.#connection, () => sealedBranchOf(this.#connection, variable, branch)),
    )
  }

  exclusivelySync<R>(fn: () => R): R {
    this.#mustBeOpen()
    try {
      return this.#gate.throughSync('', () => exclusively(this.#connection, this.#heads, fn))
    } catch (error) {
      throw error instanceof Thrown ? error.error : error
    }
  }

  checkSync(): readonly string[] {
    return this.#read([], [], () => inOneState(this.#connection, () => problemsOf(this.#connection)))
  }

  async members(
    query: MembersQuery,
    page: Page & { readonly after?: string | undefined },
  ): Promise<readonly ShownMember[]> {
    return this.#read([], [], () => this.#finder.members(query, page))
  }

  async countMembers(query: MembersQuery): Promise<number> {
    return this.#read([], 0, () => this.#finder.countMembers(query))
  }

  async revisions(query: RevisionsQuery, page: Page): Promise<readonly ShownRevisionOf[]> {
    return this.#read([], [], () => this.#finder.revisions(query, page))
  }

  async countRevisions(query: RevisionsQuery): Promise<number> {
    return this.#read([], 0, () => this.#finder.countRevisions(query))
  }

  async unshown(collection: string, prefix: string): Promise<readonly NamedHead[]> {
    return this.#read([collection, prefix], [], () => this.#finder.unshown(collection, prefix))
  }

  async purge(variable: string, expected: Head): Promise<Outcome> {
    this.#mustBeOpen()
    return this.#gate.through(variable, () => this.#purger.purge(variable, expected))
  }

  closeSync(): void {
    this.#closed = true
    this.#connection.close()
    this.#bell.ring()
  }

  override async append(units: readonly Unit[]): Promise<readonly Outcome[]> {
    this.#mustBeOpen()
    return this.#gate.through(nameIn(units), () => this.#append(units))
  }

  async gaps(variable: string, branch: string): Promise<readonly Gap[]> {
    return this.gapsSync(variable, branch)
  }

  async forget(forgetting: Forgetting): Promise<Outcome> {
    this.#mustBeOpen()
    return this.#gate.through(forgetting.variable, () => this.#forgetter.forget(forgetting))
  }

  async seal(variable: string, branch: string): Promise<Sealed> {
    const done: Sealed[] = []
    for (let plan = this.#sealPlan(variable, branch); plan.length > 0;) {
      this.#mustBeOpen()
      const sealed = await this.#gate.through(variable, () => this.#sealer.seal(plan[0]!))
      plan = sealed ? plan.slice(1) : this.#sealPlan(variable, branch)
      if (sealed) done.push(sealed)
    }
    return this.#sealedInAll(done)
  }

  async loadSealed(variable: string, branch: string): Promise<SealedBranch | undefined> {
    return this.loadSealedSync(variable, branch)
  }

  async check(): Promise<readonly string[]> {
    return this.checkSync()
  }

  /** Looks at once where this handle has written, and every 40 ms for what others have. */
  watch(options: WatchStoreOptions = {}): AsyncIterable<Moves> {
    const start = startOf(options)
    const end = this.#read([], 0, () => endOf(this.#connection))
    const followed = {
      look: (position: number) => this.#movedAfter(position),
      isClosed: () => this.#closed,
      bell: this.#bell,
      timer: (wake: () => void) => {
        const timeout = setTimeout(wake, INTERVAL)
        return () => clearTimeout(timeout)
      },
    }
    return follow(followed, start ?? end, options.signal)
  }

  /** Waits for the writes that were asked for before. */
  override async close(): Promise<void> {
    this.#closed = true
    await this.#gate.idle()
    this.closeSync()
  }

  #append(units: readonly Unit[]): readonly Outcome[] {
    mustMakeSense(units)
    return units.length > 0 ? this.#appender.append(units) : []
  }

  #sealPlan(variable: string, branch: string): readonly Slice[] {
    return this.#read([variable, branch], [], () => this.#sealer.plan(variable, branch))
  }

  /** The log of writes still holds what was moved. */
  #sealedInAll(done: readonly Sealed[]): Sealed {
    const sealed = sealedInAll(done)
    if (sealed.lines > 0 && !this.#connection.exclusion) this.#connection.cutLog()
    return sealed
  }

  /** A file that was removed would never move again, and nobody would know. */
  async #movedAfter(position: number): Promise<Moved> {
    this.#gate.checkFile('')
    try {
      const look = () => movedAfter(this.#connection, position)
      return await retry(() => this.#inOneFormat({ position, heads: [] }, look), this.#busyTimeout)
    } catch (error) {
      throw explain(error, this.#connection.file)
    }
  }

  #read<T>(names: readonly string[], nothing: T, read: () => T): T {
    this.#mustBeOpen()
    if (!names.every(name => name.isWellFormed())) return nothing
    try {
      return retrySync(() => this.#inOneFormat(nothing, read), this.#busyTimeout)
    } catch (error) {
      throw explain(error, this.#connection.file)
    }
  }

  /** Formats only grow: where the file has the known one after a read, it had it during the read. */
  #inOneFormat<T>(nothing: T, read: () => T): T {
    while (this.#connection.canRead()) {
      try {
        const result = read()
        if (this.#connection.isCurrent()) return result
      } catch (error) {
        if (this.#connection.isCurrent()) throw error
      }
    }
    return nothing
  }

  #mustBeOpen(): void {
    if (this.#closed) throw closed(this.#connection.file)
  }
}

/** A variable that a failure can be told of. */
function nameIn(units: readonly Unit[]): string {
  return units[0]?.runs[0]?.variable ?? ''
}
