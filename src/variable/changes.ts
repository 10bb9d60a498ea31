import type { RecordedRevision } from '../history/recorded-revision.ts'
import type { Timeline } from '../history/timeline.ts'
import type { AbortSignalLike } from '../abort-signal.ts'

/** Where an iterator over changes listens, and how it hears that nothing more will come. */
export interface ChangeSource {
  readonly timeline: Timeline
  listen(fn: (revision: RecordedRevision) => void): () => void
  onDispose(fn: () => void): () => void
}

/** Iterates over the revisions from an index on, then over what is recorded while it runs; none is left out or doubled. */
export function changes(
  source: ChangeSource,
  from: number,
  signal?: AbortSignalLike,
): AsyncIterableIterator<RecordedRevision> {
  const waiting: RecordedRevision[] = []
  const askers: ((result: IteratorResult<RecordedRevision, undefined>) => void)[] = []
  let ended = false
  const stops: (() => void)[] = []

  const end = () => {
    ended = true
    for (const stop of stops.splice(0)) stop()
    for (const answer of askers.splice(0)) answer(done)
  }
  const take = (revision: RecordedRevision) => {
    const answer = askers.shift()
    if (answer) answer({ done: false, value: revision })
    else waiting.push(revision)
  }

  for (const index of source.timeline.indexes(from)) take(source.timeline.revision(index))
  stops.push(source.listen(take), source.onDispose(end))
  if (signal) {
    signal.addEventListener('abort', end)
    stops.push(() => signal.removeEventListener('abort', end))
    if (signal.aborted) end()
  }

  return {
    next() {
      const revision = waiting.shift()
      if (revision && !signal?.aborted) return Promise.resolve({ done: false, value: revision })
      if (ended) return Promise.resolve(done)
      return new Promise(resolve => askers.push(resolve))
    },
    return() {
      waiting.length = 0
      end()
      return Promise.resolve(done)
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

const done: IteratorReturnResult<undefined> = Object.freeze({ done: true, value: undefined })
