import type { Info } from '../recorder/info.ts'
import { Registry } from './registry.ts'
import type { Watch } from './watch-options.ts'

let registry: Registry | undefined

/** The registry that `watch` and `transaction` use. */
export function getRegistry(): Registry {
  return (registry ??= new Registry())
}

/** Makes a variable in the default registry; `DUPLICATE_NAME` where the name is taken. */
export const watch: Watch = ((...args: Parameters<Watch>) => getRegistry().watch(...args)) as unknown as Watch

/** Records what `fn` changes in the default registry together, or nothing when it throws. */
export function transaction<R>(fn: () => R, info?: Info): R {
  return getRegistry().transaction(fn, info)
}
