import { once } from 'node:events'
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads'
import { VarveError } from '../errors.ts'
import type {
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
  SyncForgetful,
  SyncSealing,
  Unit,
  Watchful,
} from '../store/store.ts'
import { SyncTwins } from '../store/sync-twins.ts'
import type { WatchStoreOptions } from '../store/watching/following.ts'
import type { Answer, BlockingTask, WatchAsked, WatchTold } from './blocking-calls.ts'

/**
 * A store in PostgreSQL that answers at once, for commands, which do one thing after the other: another thread talks to the
 * database, and this one stands still until it has the answer.
 */
export class BlockingStore extends SyncTwins implements SyncForgetful, SyncSealing, SyncCheckable, Watchful {
  readonly durability = 'fsync'
  readonly #signal = new Int32Array(new SharedArrayBuffer(4))
  readonly #calls: MessagePort
  readonly #watches: MessagePort
  readonly #worker: Worker
  #isClosed = false
  #begun = 0

  /** Takes the URL of a database; `?schema=name` is the store's own. */
  constructor(given: string) {
    super()
    const url = new URL(given)
    const schema = url.searchParams.get('schema') ?? 'varve'
    url.searchParams.delete('schema')
    const [calls, watches] = [new MessageChannel(), new MessageChannel()]
    this.#calls = calls.port1
    this.#watches = watches.port1
    const task: BlockingTask = {
      ...{ url: url.href, schema, signal: this.#signal },
      ...{ calls: calls.port2, watches: watches.port2 },
    }
    // Beside this file in the sources; the package has its files one folder below `dist`.
    const file = new URL(
      `../cli/blocking-worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`,
      import.meta.url,
    )
    this.#worker = new Worker(file, { workerData: task, transferList: [calls.port2, watches.port2] })
    this.#worker.unref()
    this.#watches.unref()
  }

  appendSync(units: readonly Unit[]): readonly Outcome[] {
    return this.#ask('append', units)
  }

  headSync(variable: string, branch: string): Head | undefined {
    return this.#ask('head', variable, branch)
  }

  headsSync(): readonly NamedHead[] {
    return this.#ask('heads')
  }

  readSync(variable: string, branch: string, from: number, to: number): readonly string[] {
    return this.#ask('read', variable, branch, from, to)
  }

  keyframeSync(variable: string, branch: string): Keyframe | undefined {
    return this.#ask('keyframe', variable, branch)
  }

  marksSync(variable: string): readonly Mark[] {
    return this.#ask('marks', variable)
  }

  loadSync(variable: string, branch: string, from: number): StoredBranch | undefined {
    return this.#ask('load', variable, branch, from)
  }

  gapsSync(variable: string, branch: string): readonly Gap[] {
    return this.#ask('gaps', variable, branch)
  }

  forgetSync(forgetting: Forgetting): Outcome {
    return this.#ask('forget', forgetting)
  }

  sealSync(variable: string, branch: string): Sealed {
    return this.#ask('seal', variable, branch)
  }

  /** Lines that are made when somebody asks cannot come from another thread: all are made at once. */
  loadSealedSync(variable: string, branch: string): SealedBranch | undefined {
    const stored = this.loadSync(variable, branch, 0)
    return stored && { ...stored, sealed: [] }
  }

  checkSync(): readonly string[] {
    return this.#ask('check')
  }

  async gaps(variable: string, branch: string): Promise<readonly Gap[]> {
    return this.gapsSync(variable, branch)
  }

  async forget(forgetting: Forgetting): Promise<Outcome> {
    return this.forgetSync(forgetting)
  }

  async seal(variable: string, branch: string): Promise<Sealed> {
    return this.sealSync(variable, branch)
  }

  async loadSealed(variable: string, branch: string): Promise<SealedBranch | undefined> {
    return this.loadSealedSync(variable, branch)
  }

  async check(): Promise<readonly string[]> {
    return this.checkSync()
  }

  async *watch({ cursor }: WatchStoreOptions = {}): AsyncGenerator<Moves, void, void> {
    const id = (this.#begun += 1)
    const queue: WatchTold[] = []
    const hear = (told: WatchTold): void => void (told.id === id && queue.push(told))
    this.#watches.on('message', hear)
    this.#watches.ref()
    this.#send({ watch: id, ...(cursor !== undefined && { cursor }) })
    try {
      for (;;) {
        while (queue.length === 0) await once(this.#watches, 'message')
        const told = queue.shift()!
        if ('end' in told) return
        if ('error' in told) throw errorOf(told.error)
        yield told.moves
      }
    } finally {
      this.#send({ end: id })
      this.#watches.off('message', hear)
      this.#watches.unref()
    }
  }

  closeSync(): void {
    if (this.#isClosed) return
    this.#ask('close')
    this.#isClosed = true
    this.#calls.close()
    this.#watches.close()
    void this.#worker.terminate()
  }

  #send(asked: WatchAsked): void {
    this.#watches.postMessage(asked)
  }

  #ask<T>(call: string, ...args: readonly unknown[]): T {
    if (this.#isClosed)
      throw new VarveError('STORE_CLOSED', 'The store is closed: open it again to use it.', {})
    Atomics.store(this.#signal, 0, 0)
    this.#calls.postMessage({ call, args })
    Atomics.wait(this.#signal, 0, 0)
    const { value, error } = (receiveMessageOnPort(this.#calls) as { message: Answer }).message
    if (error) throw errorOf(error)
    return value as T
  }
}

function errorOf({ code, message, details }: NonNullable<Answer['error']>): Error {
  return code === undefined ? new Error(message) : new VarveError(code, message, details as never)
}
