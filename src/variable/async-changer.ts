import { isVarveError, VarveError } from '../errors.ts'
import { ambient, newAbort } from '#platform'
import type { AbortSignalLike, OwnAbortSignal } from '../abort-signal.ts'
import type { RecordedRevision } from '../history/recorded-revision.ts'
import type { Change } from '../recorder/info.ts'
import type { Recorder } from '../recorder/recorder.ts'
import type { Track } from '../recorder/track.ts'
import { editAsync } from '../value/draft/edit-async.ts'
import type { Edited } from '../value/draft/edit.ts'
import type { Kept } from '../value/kept.ts'
import { show } from '../value/show.ts'
import type { Again } from './again.ts'
import type { Attempt } from './attempt.ts'
import type { Changer } from './changer.ts'
import { abortable } from './abortable.ts'
import { Turns } from '../recorder/turns.ts'

/** In whose turns the running code is; in browsers that is known up to the first await. */
const turnsAround = ambient<ReadonlySet<Turns>>()

/** How often a recipe that waits is begun anew because the value moved under it. */
const mostTries = 32

/** Changes that wait: for their turn, for what others have stored, for their recipe, and until they are durable. */
export class AsyncChanger {
  readonly #track: Track
  readonly #recorder: Recorder
  readonly #changer: Changer
  readonly #turns = new Turns()

  constructor(track: Track, recorder: Recorder, changer: Changer) {
    this.#track = track
    this.#recorder = recorder
    this.#changer = changer
  }

  /** Sets a value on top of the newest one; `again` says how that is done when somebody is still quicker. */
  async set(value: unknown, change: Change | undefined, again: Again | undefined): Promise<void> {
    const { checks } = this.#changer
    // What the caller does with it while this waits is not what was set.
    const given = checks.hasSchema ? value : show(this.#changer.admit(value))
    const prepare = () => this.#changer.set(given, this.#changer.info('setAsync', change))
    return this.#inTurn('setAsync', change, async signal => {
      // A verdict is about one value on top of one other.
      if (checks.isAsync) return this.#repeat('setAsync', change, signal, async () => prepare)
      await this.#saved(note => this.#changer.change('setAsync', change, prepare, again, note))
    })
  }

  /** Runs a recipe that may wait on the newest value, and again when that moved meanwhile. */
  update(recipe: (draft: never) => unknown, change: Change | undefined): Promise<void> {
    return this.#inTurn('updateAsync', change, signal =>
      this.#repeat('updateAsync', change, signal, async () => {
        const edited = await this.#edited(recipe, signal)
        return () => this.#changer.update(edited, this.#changer.info('updateAsync', change))
      }),
    )
  }

  /** Makes an attempt on the newest value, asks who answers later, and begins anew where the value moved meanwhile. */
  async #repeat(
    method: string,
    change: Change | undefined,
    signal: AbortSignalLike | undefined,
    make: () => Promise<() => Attempt>,
  ): Promise<void> {
    const { timeline } = this.#track
    for (let tries = 1; ; tries++) {
      const { generation, head } = timeline
      const attempt = this.#changer.preview(await make())
      if (!attempt) return
      await this.#validated(method, attempt, head, signal)
      if (timeline.generation === generation && (await this.#kept(method, attempt, change, tries))) return
      if (tries >= mostTries) throw this.#overtaken(method)
      await this.#recorder.refresh([this.#track])
    }
  }

  async #validated(
    method: string,
    { to }: Attempt,
    previous: Kept,
    signal: AbortSignalLike | undefined,
  ): Promise<void> {
    const own = newAbort()
    await abortable(`${this.#track.name}: ${method}`, signal, {
      done: this.#changer.checks.validateAsync(
        (to as { readonly value: Kept }).value,
        previous,
        own.signal as OwnAbortSignal,
      ),
      close: reason => own.abort(reason),
    })
  }

  async #inTurn(
    method: string,
    change: Change | undefined,
    act: (signal: AbortSignalLike | undefined) => Promise<void>,
  ): Promise<void> {
    this.#recorder.refuseInTransaction(method)
    this.#changer.checkOpen(method)
    const around = turnsAround.get()
    if (around?.has(this.#turns)) throw this.#waitsForItself(method)
    const where = `${this.#track.name}: ${method}`
    const signal = typeof change === 'object' && change !== null ? change.signal : undefined
    const entered = this.#turns.enter()
    const leave = await abortable(where, signal, {
      done: entered,
      close: () => void entered.then(end => end()),
    })
    try {
      await abortable(where, signal, { done: this.#recorder.refresh([this.#track]) })
      // From its recording on there is nothing to give up any more.
      await turnsAround.run(new Set([...(around ?? []), this.#turns]), () => act(signal))
    } finally {
      leave()
    }
  }

  async #edited(recipe: (draft: never) => unknown, signal: AbortSignalLike | undefined): Promise<Edited> {
    const { name, timeline } = this.#track
    const editing = editAsync(timeline.head, recipe, { name })
    return abortable(`${name}: updateAsync`, signal, editing)
  }

  /** False where somebody was quicker and it may be made anew. */
  async #kept(method: string, attempt: Attempt, change: Change | undefined, tries: number): Promise<boolean> {
    try {
      await this.#saved(note => this.#changer.change(method, change, () => attempt, undefined, note))
      return true
    } catch (error) {
      const isExpected = typeof change === 'object' && change?.expect !== undefined
      if (isExpected || tries >= mostTries || !isVarveError(error, 'CONFLICT')) throw error
      return false
    }
  }

  /** Records a change and waits until that is durable; what is withdrawn beside it is not its business. */
  async #saved(record: (note: () => void) => boolean): Promise<void> {
    const { timeline } = this.#track
    let mine: RecordedRevision | undefined
    if (!record(() => (mine = timeline.revision(timeline.length - 1)))) return
    const errors = await this.#recorder.outcomes(this.#track)
    const failure = errors.find(error => !isVarveError(error, 'CONFLICT') || isWithdrawn(error, mine))
    if (failure !== undefined) throw failure as Error
  }

  #waitsForItself(method: string): VarveError<'BAD_RECIPE'> {
    const { name: variable } = this.#track
    const message = `${variable}: ${method} inside an asynchronous change of the same variable, which would wait for itself; do it in the recipe, or afterwards`
    return new VarveError('BAD_RECIPE', message, { variable })
  }

  #overtaken(method: string): VarveError<'BUSY'> {
    const { name } = this.#track
    const message = `${name}: ${method} began ${mostTries} times, and each time the value had moved when it was done; make it quicker, or wait outside of it`
    return new VarveError('BUSY', message, {})
  }
}

function isWithdrawn({ details }: VarveError<'CONFLICT'>, revision: RecordedRevision | undefined): boolean {
  return (details.withdrawn as readonly unknown[]).includes(revision)
}
