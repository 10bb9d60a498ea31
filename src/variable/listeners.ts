import type { RecordedRevision } from '../history/recorded-revision.ts'
import { badOption } from '../options.ts'
import { reportUncaught } from '#platform'

type Fn = (variable: never, revision: never) => void
/** Hears of an error that a listener threw. */
export type OnListenerError = (error: unknown, variable: never, revision: never) => void

interface Listener {
  readonly fn: Fn
  isStopped: boolean
}
/** Who listened at one moment. */
export type Audience = readonly Listener[]

/** Who hears of a variable's revisions, in the order in which they came. */
export class Listeners {
  #all: Audience = []

  /** Returns the way to remove it: from then on it is not called. The same function added twice is called twice. */
  add(fn: Fn): () => void {
    if (typeof fn !== 'function') throw badOption('a listener', 'fn', 'is no function')
    const listener = { fn, isStopped: false }
    this.#all = [...this.#all, listener]
    return () => {
      listener.isStopped = true
      this.#all = this.#all.filter(other => other !== listener)
    }
  }

  clear(): void {
    for (const listener of this.#all) listener.isStopped = true
    this.#all = []
  }

  /** Those who listen now; it does not change when others come. */
  get present(): Audience {
    return this.#all
  }
}

/** Calls all of an audience that still listen; an error never stops the others nor reaches who made the change. */
export function tell(
  audience: Audience,
  variable: object,
  revision: RecordedRevision,
  onError: OnListenerError | undefined,
): void {
  for (const listener of audience) {
    if (listener.isStopped) continue
    try {
      listener.fn(variable as never, revision as never)
    } catch (error) {
      reportListenerError(error, variable, revision, onError)
    }
  }
}

/** Hands an error to `onListenerError`, else to the runtime as an uncaught one: it is never lost. */
export function reportListenerError(
  error: unknown,
  variable: object,
  revision: RecordedRevision,
  onError: OnListenerError | undefined,
): void {
  if (!onError) return reportUncaught(error)
  try {
    onError(error, variable as never, revision as never)
  } catch (second) {
    reportUncaught(error)
    reportUncaught(second)
  }
}
