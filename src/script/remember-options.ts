import { checkName } from '../history/name.ts'
import { badOption, checkOptions } from '../options.ts'
import { checkWatchOptions } from '../variable/check-watch-options.ts'
import { watchOptionNames, type WatchOptions } from '../variable/watch-options.ts'

/** How a remembered variable behaves. */
export interface RememberOptions<T> extends WatchOptions<T> {
  /** Its name in the script; default: the path of its declaration, as `main.runs`. */
  readonly key?: string
  /** The name that it had in the script before; it stands under that name for as long as there is nothing under the new one. */
  readonly was?: string
  /**
   * `true`: changes of this script go to a journal beside it, which is folded in when the program ends, or at its next
   * start. Default `false`.
   */
  readonly journal?: boolean
}

/** Options that were checked, apart from those that are the variable's own. */
export interface Remembering<T> {
  readonly key: string | undefined
  readonly was: string | undefined
  readonly journal: boolean
  readonly watching: WatchOptions<T>
}

const own = ['key', 'was', 'journal']

/** Checks what `remember` is given; a text is the key. */
export function rememberingOf<T>(options: string | RememberOptions<T>): Remembering<T> {
  if (typeof options === 'string') return rememberingOf<T>({ key: options })
  if (typeof options !== 'object' || options === null)
    throw badOption(
      'remember()',
      'what follows the value',
      `is ${String(options)}: give a key, 'runs', or options, { key: 'runs' }`,
    )
  checkOptions('remember()', options, [...own, ...watchOptionNames])
  const { key, was, journal = false, ...watching } = options
  if (key !== undefined) checkName(key, 'variable')
  if (was !== undefined) checkName(was, 'variable')
  if (typeof journal !== 'boolean') throw badOption('remember()', 'journal', 'is neither true nor false')
  checkWatchOptions('remember()', watching as object)
  return { key, was, journal, watching }
}
