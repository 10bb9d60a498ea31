import { VarveError } from '../errors.ts'
import type { AbortSignalLike } from '../abort-signal.ts'

/** Lets asynchronous changes of one variable run one after the other, in the order in which they were asked for. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve()

  /** Runs `fn` when all before it have ended; one whose signal aborts while it waits never runs. */
  take<R>(fn: () => Promise<R>): Promise<R> {
    const mine = this.#last.then(fn)
    this.#last = mine.catch(() => undefined)
    return mine
  }
}

/**
 * Settles as `work` does, but rejects with `ABORTED` as soon as the signal aborts; `onAbort` then ends what goes on.
 */
export async function abortable<R>(
  where: string,
  signal: AbortSignalLike | undefined,
  work: Promise<R>,
  onAbort: () => void = () => {},
): Promise<R> {
  if (!signal) return work
  let stop = () => {}
  const aborted = new Promise<never>((_, reject) => {
    const abort = () => {
      onAbort()
      reject(abortedAt(where, signal))
    }
    if (signal.aborted) return abort()
    signal.addEventListener('abort', abort)
    stop = () => signal.removeEventListener('abort', abort)
  })
  // Whichever comes second is nobody's business any more.
  work.catch(() => {})
  try {
    return await Promise.race([work, aborted])
  } finally {
    stop()
  }
}

/** Makes the error for a change whose signal has aborted. */
export function abortedAt(where: string, { reason }: AbortSignalLike): VarveError<'ABORTED'> {
  const message = `${where} was aborted before anything was recorded`
  return new VarveError('ABORTED', message, {}, reason === undefined ? {} : { cause: reason })
}
