import { VarveError } from '../errors.ts'
import type { EntryInfo } from '../history/entry.ts'
import { notBegun } from './history-errors.ts'
import { badOption } from '../options.ts'
import { ambientInfo, entryInfo, infoFields, type Change } from '../recorder/info.ts'
import type { Resolve } from '../value/merge/conflict.ts'
import type { ManagedChange } from './revision-manager.ts'

const fields = [...infoFields, 'expect', 'signal', 'merge', 'equal']

/** What somebody asked for beside the value. */
export interface Asked {
  readonly info: EntryInfo
  readonly merge: Resolve | undefined
  /** Whether what changes nothing makes no revision. */
  readonly equal: boolean
  /** What has to be checked against what stands. */
  readonly expected: Exclude<Change, string> | undefined
}

/** Checks what was given with a change of a key that has no history: nothing can be expected of it. */
export function checkAbsent(name: string, method: string, change: ManagedChange | undefined): void {
  const { expected } = askedOf(`${name}: ${method}`, change)
  if (expected?.signal?.aborted)
    throw new VarveError('ABORTED', `${name}: ${method} was aborted`, {}, { cause: expected.signal.reason })
  if (expected?.expect !== undefined) throw notBegun(name, method, expected.expect)
}

/** Reads what was given with a change; `BAD_OPTION` for what makes no sense. */
export function askedOf(where: string, change: ManagedChange | undefined): Asked {
  if (change === undefined)
    return { info: ambientInfo(), merge: undefined, equal: false, expected: undefined }
  const info = entryInfo(where, change, undefined, fields)
  if (typeof change === 'string') return { info, merge: undefined, equal: false, expected: undefined }
  const { merge, equal = false } = change as { readonly merge?: unknown; readonly equal?: unknown }
  if (merge !== undefined && merge !== 'ours' && merge !== 'theirs' && typeof merge !== 'function')
    throw badOption(where, 'merge', "is neither 'ours' nor 'theirs' nor a function")
  if (typeof equal !== 'boolean') throw badOption(where, 'equal', 'is neither true nor false')
  const isExpecting = change.expect !== undefined || change.signal !== undefined
  return { info, merge: merge as Resolve | undefined, equal, expected: isExpecting ? change : undefined }
}
