import { onExit } from '#platform'
import type { Store } from '../store/store.ts'
import type { Outbox } from './outbox.ts'
import type { Recorder } from './recorder.ts'
import type { Track } from './track.ts'

/** A store that was opened to be written: what is made durable, brought up to date, and closed. */
export class Opened {
  readonly recorder: Recorder
  readonly outbox: Outbox
  readonly #store: Store
  readonly #release: () => Promise<void>
  #stops: (() => void)[] = []
  #closing: Promise<void> | undefined

  /** The recorder has an outbox to that store. `release` gives the store back in the end; by default it is closed. */
  constructor(store: Store, recorder: Recorder, release: () => Promise<void> = () => store.close()) {
    this.recorder = recorder
    this.outbox = recorder.outbox!
    this.#store = store
    this.#release = release
  }

  /** Called once the store is known to be ours: what waits is saved, at the latest, when the program ends. */
  begin(): void {
    if (this.#store.sync) this.onEnd(onExit(() => this.outbox.flushAtExit()))
  }

  /** Notes what is to stop when this ends. */
  onEnd(stop: () => void): void {
    this.#stops.push(stop)
  }

  /** From here on nothing can be changed. */
  end(): void {
    for (const stop of this.#stops.splice(0)) stop()
    this.recorder.close()
  }

  async flush(): Promise<void> {
    this.recorder.refuseInTransaction('flush')
    return this.outbox.hearers.during(() => this.outbox.flush())
  }

  /** Takes over what others have stored of these variables, once what is pending is flushed. */
  async refresh(tracks: () => Promise<readonly Track[]> | readonly Track[]): Promise<void> {
    this.recorder.refuseInTransaction('refresh')
    return this.outbox.hearers.during(async () => this.outbox.refresh(await tracks()))
  }

  /** Flushes, then closes the store. Closing twice is harmless. */
  close(): Promise<void> {
    this.#closing ??= this.#close().catch((error: unknown) => {
      this.#closing = undefined
      throw error
    })
    return this.#closing
  }

  async #close(): Promise<void> {
    this.recorder.refuseInTransaction('close')
    this.outbox.refuseSettling('close')
    await this.outbox.hearers.during(async () => {
      // Between the last look and the end nothing may come.
      do await this.outbox.idle()
      while (!this.outbox.isIdle)
      this.end()
      await this.#release()
    })
  }
}
