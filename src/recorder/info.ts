import type { AbortSignalLike } from '../abort-signal.ts'
import type { Ref } from '../history/ref.ts'
import type { EntryInfo } from '../history/entry.ts'
import { ambient } from '#platform'
import { badOption, checkOptions } from '../options.ts'

/** Who changes something, why, and for when it holds. An omitted field inherits from `withInfo`, `null` clears it. */
export interface ChangeInfo {
  /** What was done, in a word or two. */
  readonly label?: string | null
  /** Why, in as many words as it takes. */
  readonly comment?: string | null
  /** Who: a user, a job, a file. */
  readonly creator?: string | null
  /** From when on the value holds in the world; default the moment it is recorded. */
  readonly validFrom?: Date | null
  /** Until when, itself excluded; default for ever. Must be after `validFrom`. */
  readonly validTo?: Date | null
}
/** A string is the label. */
export type Info = string | ChangeInfo
/** Info for one change; with `expect`, the change is refused unless this revision is still the head. */
export type ChangeOptions = ChangeInfo & { readonly expect?: Ref; readonly signal?: AbortSignalLike }
/** What a change takes beside the value. */
export type Change = string | ChangeOptions

/** What `withInfo`, undo and redo take. */
export const infoFields: readonly string[] = ['label', 'comment', 'creator', 'validFrom', 'validTo']
const changeFields = [...infoFields, 'expect', 'signal']
const nobody: EntryInfo = Object.freeze({
  label: null,
  comment: null,
  creator: null,
  validFrom: null,
  validTo: null,
})

const surrounding = ambient<EntryInfo>()

/** Runs `fn` with info that every change in it inherits; it nests, and on Node it follows what `fn` awaits. */
export function withInfo<R>(info: Info, fn: () => R): R {
  return surrounding.run(inherit('withInfo', infoOf(info), infoFields), fn)
}

/** What `withInfo` says now. */
export function ambientInfo(): EntryInfo {
  return surrounding.get() ?? nobody
}

/** Remembers what `withInfo` says now: what it returns runs a function as if it were here. */
export function captureInfo(): <R>(fn: () => R) => R {
  const here = surrounding.get() ?? nobody
  return fn => surrounding.run(here, fn)
}

/** Checks what was given with a change and fills it up from `withInfo`; `fallback` is the label where none is. */
export function entryInfo(
  where: string,
  change: Change | undefined,
  fallback?: string,
  known: readonly string[] = changeFields,
): EntryInfo {
  const info = infoOf(change)
  const inherited = inherit(where, info, known)
  if (fallback === undefined || info.label !== undefined) return inherited
  return { ...inherited, label: inherited.label ?? fallback }
}

function infoOf(change: Change | undefined): ChangeOptions {
  return typeof change === 'string' ? { label: change } : (change ?? {})
}

function inherit(where: string, info: ChangeInfo, known: readonly string[]): EntryInfo {
  if (typeof info !== 'object' || info === null)
    throw badOption(where, 'info', 'is neither a label nor an object')
  checkOptions(where, info, known)
  const outer = surrounding.get() ?? nobody
  const validFrom = time(where, 'validFrom', info.validFrom, outer.validFrom)
  const validTo = time(where, 'validTo', info.validTo, outer.validTo)
  if (validFrom !== null && validTo !== null && validTo <= validFrom)
    throw badOption(where, 'validTo', 'is not after validFrom: no instant would ever find it')
  return {
    label: text(where, 'label', info.label, outer.label),
    comment: text(where, 'comment', info.comment, outer.comment),
    creator: text(where, 'creator', info.creator, outer.creator),
    validFrom,
    validTo,
  }
}

function text(where: string, option: string, given: unknown, inherited: string | null): string | null {
  if (given === undefined) return inherited
  if (given === null || typeof given === 'string') return given
  throw badOption(where, option, `is ${typeof given}: give a text, or null to clear it`)
}

function time(where: string, option: string, given: unknown, inherited: number | null): number | null {
  if (given === undefined) return inherited
  if (given === null) return null
  if (given instanceof Date && !Number.isNaN(given.getTime())) return given.getTime()
  throw badOption(where, option, 'is no valid Date: give one, or null to clear it')
}
