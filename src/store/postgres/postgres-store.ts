import { copiedUnit } from '../appending/copied-unit.ts'
import { mustMakeSense } from '../appending/sensible-units.ts'
import type {
  MembersQuery,
  Page,
  Querying,
  RevisionsQuery,
  ShownMember,
  ShownRevisionOf,
} from '../querying/querying.ts'
import type {
  Checkable,
  Forgetful,
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
  Sealing,
  Store,
  StoredBranch,
  Unit,
  Watchful,
} from '../store.ts'
import { Bell } from '../watching/bell.ts'
import type { WatchStoreOptions } from '../watching/following.ts'
import { Appender } from './appender.ts'
import { problemsOf } from './check.ts'
import type { Connection } from './connection.ts'
import { closed } from './failure.ts'
import { forget } from './forgetter.ts'
import { allHeads, headOf } from './heads.ts'
import { Notifier } from './notifier.ts'
import { Opening } from './opening.ts'
import { purge } from './purge.ts'
import { Finder } from './querying/finder.ts'
import { Reading } from './reading.ts'
import { seal } from './sealer.ts'
import { followMoves } from './watch.ts'
import { WriteLine } from './write-line.ts'

/** Reads at any time, each call in one state; writes one after the other. */
export class PostgresStore implements Store, Forgetful, Sealing, Watchful, Checkable, Querying {
  readonly durability = 'fsync'
  readonly sync = false
  readonly #connection: Connection
  readonly #opening: Opening
  readonly #appender: Appender
  readonly #reading: Reading
  readonly #finder: Finder
  readonly #notifier: Notifier
  readonly #writes = new WriteLine()
  readonly #bell = new Bell()
  readonly #watches = new Set<() => void>()
  readonly #underWay = new Set<Promise<unknown>>()
  #closed = false

  constructor(connection: Connection) {
    this.#connection = connection
    this.#opening = new Opening(connection)
    this.#appender = new Appender(connection)
    this.#reading = new Reading(connection)
    this.#finder = new Finder(connection)
    this.#notifier = new Notifier(connection)
  }

  async append(units: readonly Unit[]): Promise<readonly Outcome[]> {
    this.#mustBeOpen()
    const taken = units.map(copiedUnit)
    mustMakeSense(taken)
    if (taken.length === 0) return []
    return this.#write(() => this.#appender.append(taken))
  }

  async head(variable: string, branch: string): Promise<Head | undefined> {
    return this.#read(undefined, () => headOf(this.#connection, variable, branch))
  }

  async heads(): Promise<readonly NamedHead[]> {
    return this.#read([], () => allHeads(this.#connection))
  }

  async read(variable: string, branch: string, from: number, to: number): Promise<readonly string[]> {
    return this.#read([], () => this.#reading.lines(variable, branch, from, to))
  }

  async keyframe(variable: string, branch: string): Promise<Keyframe | undefined> {
    return this.#read(undefined, () => this.#reading.keyframe(variable, branch))
  }

  async marks(variable: string): Promise<readonly Mark[]> {
    return this.#read([], () => this.#reading.marks(variable))
  }

  async load(variable: string, branch: string, from: number): Promise<StoredBranch | undefined> {
    return this.#read(undefined, () => this.#reading.branch(variable, branch, from))
  }

  async gaps(variable: string, branch: string): Promise<readonly Gap[]> {
    return this.#read([], () => this.#reading.gaps(variable, branch))
  }

  async forget(forgetting: Forgetting): Promise<Outcome> {
    this.#mustBeOpen()
    const connection = this.#connection
    const act = () => connection.transaction(sender => forget(connection, sender, forgetting))
    return this.#write(() => connection.write(act))
  }

  async loadSealed(variable: string, branch: string): Promise<SealedBranch | undefined> {
    return this.#read(undefined, () => this.#reading.sealedBranch(variable, branch))
  }

  async seal(variable: string, branch: string): Promise<Sealed> {
    this.#mustBeOpen()
    return this.#write(() => seal(this.#connection, variable, branch))
  }

  async check(): Promise<readonly string[]> {
    const connection = this.#connection
    const look = () =>
      connection.transaction(sender => problemsOf(connection, sender), 'REPEATABLE READ READ ONLY')
    return this.#read([], () => connection.reading(look))
  }

  async members(
    query: MembersQuery,
    page: Page & { readonly after?: string | undefined },
  ): Promise<readonly ShownMember[]> {
    return this.#read([], () => this.#finder.members(query, page))
  }

  async countMembers(query: MembersQuery): Promise<number> {
    return this.#read(0, () => this.#finder.countMembers(query))
  }

  async revisions(query: RevisionsQuery, page: Page): Promise<readonly ShownRevisionOf[]> {
    return this.#read([], () => this.#finder.revisions(query, page))
  }

  async countRevisions(query: RevisionsQuery): Promise<number> {
    return this.#read(0, () => this.#finder.countRevisions(query))
  }

  async unshown(collection: string, prefix: string): Promise<readonly NamedHead[]> {
    return this.#read([], () => this.#finder.unshown(collection, prefix))
  }

  async purge(variable: string, expected: Head): Promise<Outcome> {
    this.#mustBeOpen()
    const connection = this.#connection
    const act = () => connection.transaction(sender => purge(connection, sender, variable, expected))
    return this.#write(() => connection.write(act))
  }

  /** Looks when this handle has written, when others say that they have, and from time to time. */
  watch(options: WatchStoreOptions = {}): AsyncIterable<Moves> {
    this.#mustBeOpen()
    return followMoves(options, {
      connection: this.#connection,
      bell: this.#bell,
      isClosed: () => this.#closed,
      canRead: () => this.#opening.canRead(),
      during: look => this.#during(look),
      ends: this.#watches,
    })
  }

  /** Waits for what was asked for before; the pool stays its owner's to end. */
  async close(): Promise<void> {
    this.#closed = true
    for (const end of this.#watches) end()
    this.#bell.ring()
    await this.#writes.idle()
    await Promise.allSettled(this.#underWay)
    await this.#notifier.close()
  }

  #write<T>(act: () => Promise<T>): Promise<T> {
    return this.#writes.through(async () => {
      await this.#opening.makeWritable()
      const result = await act()
      this.#bell.ring()
      this.#notifier.moved()
      return result
    })
  }

  async #read<T>(nothing: T, read: () => Promise<T>): Promise<T> {
    this.#mustBeOpen()
    return this.#during(async () => ((await this.#opening.canRead()) ? read() : nothing))
  }

  async #during<T>(act: () => Promise<T>): Promise<T> {
    const acting = act()
    this.#underWay.add(acting)
    try {
      return await acting
    } finally {
      this.#underWay.delete(acting)
    }
  }

  #mustBeOpen(): void {
    if (this.#closed) throw closed(this.#connection.place.name)
  }
}
