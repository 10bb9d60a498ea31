import type { Store } from '../store/store.ts'
import { aroundStore, type StoreCall } from './around-store.ts'

/** A failure that waits for a call. */
export interface Fault {
  readonly call: StoreCall
  /** `'before'` the store hears of the call, or `'after'` it has done it: then only the answer is lost. Default `'before'`. */
  readonly when?: 'before' | 'after'
  /** What is thrown; default an Error that is no VarveError, so that the outcome is unknown. */
  readonly error?: unknown
  /** How often in a row; default once, `Infinity` for good. */
  readonly times?: number
  /** How many such calls pass first; default 0. */
  readonly skip?: number
}

/** A store that fails when told to. */
export interface Faulty {
  /** Plans a failure; the one planned first comes first. */
  fail(fault: Fault): void
  /** Takes back what is planned. */
  heal(): void
}

/** Wraps a store so that its calls can be made to fail; until then it behaves as the store does. */
export function faulty<S extends Store>(store: S): S & Faulty {
  let plan: Planned[] = []
  const strike = (call: StoreCall, when: 'before' | 'after'): void => {
    const fault = plan.find(planned => planned.call === call && planned.when === when)
    if (!fault) return
    if (fault.skip-- > 0) return
    if (--fault.times <= 0) plan = plan.filter(planned => planned !== fault)
    throw fault.error
  }
  return aroundStore(
    store,
    { before: call => strike(call, 'before'), after: call => strike(call, 'after') },
    {
      fail: (fault: Fault) => void plan.push(planned(fault)),
      heal: () => {
        plan = []
      },
    },
  )
}

interface Planned {
  readonly call: StoreCall
  readonly when: 'before' | 'after'
  readonly error: unknown
  times: number
  skip: number
}

function planned({ call, when = 'before', error, times = 1, skip = 0 }: Fault): Planned {
  return { call, when, error: error ?? new Error(`planned failure ${when} ${call}`), times, skip }
}
