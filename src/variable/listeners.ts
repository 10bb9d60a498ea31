import type { RecordedRevision } from '../history/recorded-revision.ts'
import { reportUncaught } from '#platform'

type Listener = (variable: never, revision: never) => void
/** Hears of an error that a listener threw. */
export type OnListenerError = (error: unknown, variable: never, revision: never) => void

/** Who hears of a variable's revisions, in the order in which they came. */
export class Listeners {
  #all: readonly Listener[] = []

  /** Returns the way to remove it. The same function added twice is called twice. */
  add(listener: Listener): () => void {
    const own: Listener = (variable, revision) => listener(variable, revision)
    this.#all = [...this.#all, own]
    return () => {
      this.#all = this.#all.filter(other => other !== own)
    }
  }

  clear(): void {
    this.#all = []
  }

  get isEmpty(): boolean {
    return this.#all.length === 0
  }

  /** Calls all that listen now; an error never stops the others nor reaches who made the change. */
  tell(variable: object, revision: RecordedRevision, onError: OnListenerError | undefined): void {
    for (const listener of this.#all) {
      try {
        listener(variable as never, revision as never)
      } catch (error) {
        reportListenerError(error, variable, revision, onError)
      }
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
    reportUncaught(second)
  }
}
