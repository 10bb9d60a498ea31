import type { Info } from '../recorder/info.ts'
import type { Variable } from '../variable/variable.ts'
import { callSite } from './call-site.ts'
import { rememberingOf, type RememberOptions } from './remember-options.ts'
import { ScriptFile } from './script-file.ts'

/**
 * Keeps a value inside the very file that calls this: a variable with its history, durable when a change returns. It is
 * known by its place in the source, `a` or `main.a`, or by a key, and resumed by the next run; the initial value counts only
 * where there is nothing yet. Reading writes nothing.
 */
export function remember<T>(initial: T, options: string | RememberOptions<T> = {}): Variable<T> {
  const remembering = rememberingOf(options)
  const site = callSite()
  return ScriptFile.of(site, remembering.journal).remember(site!, initial, remembering)
}

/** Records what `fn` changes of the values in the file that calls this together, in one rewrite, or nothing when it throws. */
export function transaction<R>(fn: () => R, info?: Info): R {
  return ScriptFile.of(callSite()).repository.transaction(fn, info)
}
