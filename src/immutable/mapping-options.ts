import { randomId, reportUncaught } from '#platform'
import type { VarveError } from '../errors.ts'
import { badOption, checkOptions } from '../options.ts'
import { checkConflictPolicy, type ConflictPolicy } from '../recorder/conflict-policy.ts'
import { Recorder, type RecorderOptions } from '../recorder/recorder.ts'
import type { Clock } from '../recorder/times.ts'
import { hasMissing, isOwnPrototype, missingTag, nameOwnClass } from '../value/own-class.ts'
import { placeText } from '../value/path-text.ts'
import { findMissing } from '../value/untagged.ts'
import type { HistoryKeeper } from './history-keeper.ts'
import { ownClassOf } from './own-class-of.ts'

/** How a mapping behaves. */
export interface MappingOptions {
  /** Where the time of revisions comes from; default the system's. */
  readonly clock?: Clock
  /** Where random ids come from: the writer's, and one for each transaction. */
  readonly ids?: () => string
}

/** How a mapping that is kept in a store behaves. */
export interface OpenOptions<T> extends MappingOptions {
  /** The class of the values; anything else is refused, also when it is read: then for its key only. */
  readonly of?: abstract new (...args: never) => T
  /** What happens to a `set` that lost a race; recipes run again on the newer value. Default `'refuse'`. */
  readonly conflict?: ConflictPolicy
  /** Hears of what lost a race, was withdrawn, and nobody waits for; by default that is reported as uncaught. */
  readonly onConflict?: (error: VarveError<'CONFLICT'>) => void
}

/** Refuses what gives no pairs of key and value (`BAD_OPTION`). */
export function* checkEntries<K, T>(
  entries: Iterable<readonly [K, T]>,
): Generator<readonly [K, T], undefined> {
  const where = 'new RevisionedMapping'
  const iterate = (entries as Partial<Iterable<unknown>> | null)?.[Symbol.iterator]
  if (typeof entries !== 'object' || typeof iterate !== 'function')
    throw badOption(where, 'entries', 'cannot be walked over: give an array of [key, value], or a Map')
  for (const entry of entries as Iterable<unknown>) {
    if (!Array.isArray(entry) || entry.length !== 2)
      throw badOption(where, 'entries', 'has something in it that is no [key, value]')
    yield entry as unknown as readonly [K, T]
  }
}

const names = ['clock', 'ids']

/** Makes what keeps the histories of a mapping in memory. */
export function keeperInMemory(options: MappingOptions): HistoryKeeper {
  const where = 'new RevisionedMapping'
  checkOptions(where, options, names)
  return { recorder: recorderOf(where, options, { isApart: true }), conflict: 'refuse' }
}

/** Makes what keeps the histories of a mapping, or of a container, in a store. */
export function keeperInStore(
  owner: 'mapping' | 'container',
  where: string,
  options: OpenOptions<object>,
  outbox: RecorderOptions['outbox'],
): HistoryKeeper {
  checkOptions(where, options, [...names, 'of', 'conflict', 'onConflict'])
  const { of, conflict = 'refuse', onConflict } = options
  checkConflictPolicy(where, conflict)
  if (of !== undefined) nameClass(where, of)
  if (onConflict !== undefined && typeof onConflict !== 'function')
    throw badOption(where, 'onConflict', 'is no function')
  const recorder = recorderOf(where, options, { outbox, owner })
  const check = of && ((value: object, name: string) => checkClass(of, value, name))
  return { recorder, conflict, check, report: reporterTo(onConflict) }
}

function reporterTo(onConflict: OpenOptions<object>['onConflict']): (error: unknown) => void {
  if (!onConflict) return reportUncaught
  return error => {
    try {
      onConflict(error as VarveError<'CONFLICT'>)
    } catch (thrown) {
      // What is being settled goes on.
      reportUncaught(thrown)
    }
  }
}

function recorderOf(where: string, options: MappingOptions, more: Partial<RecorderOptions>): Recorder {
  const { clock = { now: () => Date.now() }, ids = randomId } = options
  if (typeof clock?.now !== 'function') throw badOption(where, 'clock', 'has no method now()')
  if (typeof ids !== 'function') throw badOption(where, 'ids', 'is no function')
  return new Recorder({ clock, ids, ...more })
}

/** Lets the class be stored: under its name, where it was not registered with another tag. */
function nameClass(where: string, of: NonNullable<OpenOptions<object>['of']>): void {
  if (typeof of !== 'function') throw badOption(where, 'of', 'is no class')
  // Plain objects and arrays have a form already.
  if ((of as unknown) === Object || (of as unknown) === Array) return
  const prototype = ownClassOf(where, of)
  if (!isOwnPrototype(prototype) || nameOwnClass(prototype, of.name)) return
  const why =
    of.name === ''
      ? 'has no name to be stored under: register(Class, { tag }) gives it one'
      : `is called ${of.name}, as another class is that is registered: register(${of.name}, { tag }) tells them apart`
  throw badOption(where, 'of', why)
}

/** What was read of a class that is not here has no methods: better no value than one that is half of what it says. */
function checkTags(of: NonNullable<OpenOptions<object>['of']>, value: object, name: string): void {
  const prototype = Object.getPrototypeOf(value) as object | null
  const rootTag = prototype && missingTag(prototype)
  if (rootTag !== null && rootTag !== undefined) {
    const why = `is stored under the tag '${rootTag}', which no class of this program has: register(${of.name}, { tag: '${rootTag}' }) before it is opened`
    throw badOption(name, 'value', why)
  }
  const found = findMissing(value)
  if (found === undefined) return
  const place = placeText(name, found.path)
  const why = `is stored under the tag '${found.tag}', which no class of this program has: register(Class, { tag: '${found.tag}' }) before it is opened`
  throw badOption(place, 'value', why)
}

function checkClass(of: NonNullable<OpenOptions<object>['of']>, value: object, name: string): void {
  if (hasMissing()) checkTags(of, value, name)
  if (value instanceof of) return
  const { constructor: Class } = value as { readonly constructor?: unknown }
  const what = (typeof Class === 'function' && Class.name) || 'object'
  throw badOption(
    name,
    'value',
    `is no ${of.name} but ${what === 'Object' ? 'a plain object' : `an instance of ${what}`}: it was opened { of: ${of.name} }`,
  )
}
