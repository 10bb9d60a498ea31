import type { AbortSignalLike } from '../abort-signal.ts'
import { VarveError } from '../errors.ts'

/** Something that can be given up, and how. */
export interface Work<R> {
  readonly done: Promise<R>
  /** Hears why nobody waits for it any more. */
  readonly close?: (reason: VarveError<'ABORTED'>) => void
}

/** Settles as the work does; when the signal aborts first, gives it up and rejects with `ABORTED`. */
export async function abortable<R>(
  where: string,
  signal: AbortSignalLike | undefined,
  { done, close }: Work<R>,
): Promise<R> {
  if (!signal) return done
  const { promise, reject } = Promise.withResolvers<never>()
  const abort = () => {
    const error = aborted(where, signal.reason)
    close?.(error)
    reject(error)
  }
  if (signal.aborted) abort()
  else signal.addEventListener('abort', abort)
  try {
    return await Promise.race([promise, done])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

function aborted(where: string, cause: unknown): VarveError<'ABORTED'> {
  const message = `${where} was aborted; nothing was recorded`
  return new VarveError('ABORTED', message, {}, cause === undefined ? {} : { cause })
}
