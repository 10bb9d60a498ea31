import type {
  Durability,
  Head,
  Keyframe,
  Mark,
  NamedHead,
  Outcome,
  StoredBranch,
  SyncStore,
  Unit,
} from './store.ts'

/** What a store that answers at once shares with all others of its kind: each call that waits is its twin, awaited. */
export abstract class SyncTwins implements SyncStore {
  abstract readonly durability: Durability
  readonly sync = true

  abstract appendSync(units: readonly Unit[]): readonly Outcome[]
  abstract headSync(variable: string, branch: string): Head | undefined
  abstract headsSync(): readonly NamedHead[]
  abstract readSync(variable: string, branch: string, from: number, to: number): readonly string[]
  abstract keyframeSync(variable: string, branch: string): Keyframe | undefined
  abstract marksSync(variable: string): readonly Mark[]
  abstract loadSync(variable: string, branch: string, from: number): StoredBranch | undefined
  abstract closeSync(): void

  async append(units: readonly Unit[]): Promise<readonly Outcome[]> {
    return this.appendSync(units)
  }

  async head(variable: string, branch: string): Promise<Head | undefined> {
    return this.headSync(variable, branch)
  }

  async heads(): Promise<readonly NamedHead[]> {
    return this.headsSync()
  }

  async read(variable: string, branch: string, from: number, to: number): Promise<readonly string[]> {
    return this.readSync(variable, branch, from, to)
  }

  async keyframe(variable: string, branch: string): Promise<Keyframe | undefined> {
    return this.keyframeSync(variable, branch)
  }

  async marks(variable: string): Promise<readonly Mark[]> {
    return this.marksSync(variable)
  }

  async load(variable: string, branch: string, from: number): Promise<StoredBranch | undefined> {
    return this.loadSync(variable, branch, from)
  }

  async close(): Promise<void> {
    this.closeSync()
  }
}
