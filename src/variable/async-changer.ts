import { isVarveError, VarveError } from '../errors.ts'
import type { AbortSignalLike } from '../abort-signal.ts'
import type { RecordedRevision } from '../history/recorded-revision.ts'
import type { Change } from '../recorder/info.ts'
import type { Recorder } from '../recorder/recorder.ts'
import type { Track } from '../recorder/track.ts'
import { editAsync } from '../value/draft/edit-async.ts'
import type { Edited } from '../value/draft/edit.ts'
import { show } from '../value/show.ts'
import type { Again } from './again.ts'
import type { Changer } from './changer.ts'
import { abortable } from './abortable.ts'
import { Turns } from './turns.ts'

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
    // What the caller does with it while this waits is not what was set.
    const given = this.#changer.checks.hasSchema ? value : show(this.#changer.admit(value))
    return this.#inTurn('setAsync', change, async () => {
      const prepare = () => this.#changer.set(given, this.#changer.info('setAsync', change))
      await this.#saved(() => this.#changer.change('setAsync', change, prepare, again))
    })
  }

  /** Runs a recipe that may wait on the newest value, and again when that moved meanwhile. */
  update(recipe: (draft: never) => unknown, change: Change | undefined): Promise<void> {
    return this.#inTurn('updateAsync', change, async signal => {
      for (let tries = 1; ; tries++) {
        const { last } = this.#track.timeline
        const edited = await this.#edited(recipe, signal)
        if (this.#track.timeline.last === last && (await this.#kept(edited, change, tries))) return
        if (tries >= mostTries) throw this.#overtaken()
        await this.#recorder.refresh([this.#track])
      }
    })
  }

  async #inTurn(
    method: string,
    change: Change | undefined,
    act: (signal: AbortSignalLike | undefined) => Promise<void>,
  ): Promise<void> {
    this.#recorder.refuseInTransaction(method)
    this.#changer.checkOpen(method)
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
      await act(signal)
    } finally {
      leave()
    }
  }

  async #edited(recipe: (draft: never) => unknown, signal: AbortSignalLike | undefined): Promise<Edited> {
    const { name, timeline } = this.#track
    const editing = editAsync(timeline.head, recipe, { name })
    return abortable(`${name}: updateAsync`, signal, editing)
  }

  /** False where somebody was quicker and the recipe may run again. */
  async #kept(edited: Edited, change: Change | undefined, tries: number): Promise<boolean> {
    const prepare = () => this.#changer.update(edited, this.#changer.info('updateAsync', change))
    try {
      await this.#saved(() => this.#changer.change('updateAsync', change, prepare))
      return true
    } catch (error) {
      const isExpected = typeof change === 'object' && change?.expect !== undefined
      if (isExpected || tries >= mostTries || !isVarveError(error, 'CONFLICT')) throw error
      return false
    }
  }

  /** Records a change and waits until that is durable; what is withdrawn beside it is not its business. */
  async #saved(record: () => boolean): Promise<void> {
    if (!record()) return
    const { timeline } = this.#track
    const mine = timeline.revision(timeline.length - 1)
    for (;;) {
      try {
        return await this.#recorder.saved(this.#track)
      } catch (error) {
        if (!isVarveError(error, 'CONFLICT') || isWithdrawn(error, mine)) throw error
      }
    }
  }

  #overtaken(): VarveError<'BUSY'> {
    const { name } = this.#track
    const message = `${name}: updateAsync ran ${mostTries} times, and each time the value had moved when it was done; make the recipe quicker, or wait outside of it`
    return new VarveError('BUSY', message, {})
  }
}

function isWithdrawn({ details }: VarveError<'CONFLICT'>, revision: RecordedRevision): boolean {
  return (details.withdrawn as readonly unknown[]).includes(revision)
}
