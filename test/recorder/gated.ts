import type { SyncStore } from 'varve'
import { slow } from './slow.ts'

/** A call that has come to the store and waits there. */
export interface Held {
  /** Settles when the call has come. */
  readonly arrived: Promise<void>
  /** Lets it go on. */
  open(): void
  /** Lets it fail. */
  fail(error: unknown): void
}

/** A store that answers later, and whose next `append`, or next `load` of a variable, can be held. */
export function gated(inner: SyncStore) {
  const waiting: { readonly call: string; readonly pass: () => Promise<void> }[] = []
  const hold = (call: string): Held => {
    const [arrived, gone] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const pass = () => {
      arrived.resolve()
      return gone.promise
    }
    waiting.push({ call, pass })
    return { arrived: arrived.promise, open: gone.resolve, fail: gone.reject }
  }
  const passing = async (call: string) => {
    const place = waiting.findIndex(each => each.call === call)
    if (place >= 0) await waiting.splice(place, 1)[0]!.pass()
  }
  const store = slow(inner, 0)
  return {
    ...store,
    append: async (units: Parameters<SyncStore['append']>[0]) => {
      await passing('append')
      return store.append(units)
    },
    // What it answers is what was there when it was asked.
    load: async (...place: Parameters<SyncStore['load']>) => {
      const loaded = inner.loadSync(...place)
      await passing(`load ${place[0]}`)
      return loaded
    },
    holdAppend: (): Held => hold('append'),
    holdLoad: (variable: string): Held => hold(`load ${variable}`),
  }
}
