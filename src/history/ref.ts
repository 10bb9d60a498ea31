import { VarveError } from '../errors.ts'
import { forgotten } from './forgotten.ts'
import { RecordedRevision } from './recorded-revision.ts'
import type { AnyRevision } from './revision.ts'
import type { Timeline } from './timeline.ts'

/**
 * Where a revision is meant: index from 0, mark, branch, `~2` (two before the head), `#hash`, an instant, a revision,
 * or `{ validAt, recordedAt }`: what was valid at one instant as known at another.
 */
export type Ref =
  number | string | Date | AnyRevision | { readonly recordedAt?: Date; readonly validAt?: Date }

/**
 * Finds the index that a ref means; what it does not find is `OUT_OF_RANGE`, `UNKNOWN_REVISION` or `UNKNOWN_BRANCH`, and
 * what was forgotten is `UNKNOWN_REVISION` with when and why.
 */
export function resolve(timeline: Timeline, marks: ReadonlyMap<string, number>, ref: Ref): number {
  const index = indexOf(timeline, marks, ref)
  const gap = timeline.gaps.at(index)
  if (gap) throw forgotten(timeline.name, shownAs(ref, index), gap)
  return index
}

function indexOf(timeline: Timeline, marks: ReadonlyMap<string, number>, ref: Ref): number {
  if (typeof ref === 'number') return byIndex(timeline, ref, ref)
  if (typeof ref === 'string') return byText(timeline, marks, ref)
  if (ref instanceof Date) return byInstant(timeline, ref)
  if (RecordedRevision.isOf(ref, timeline)) return ref.index
  if (typeof ref === 'object' && ref !== null) {
    if ('hash' in ref) return byRevision(timeline, ref)
    if ('validAt' in ref || 'recordedAt' in ref) return byValidity(timeline, ref)
  }
  const message = `${timeline.name}: ${describe(ref)} names no revision; give an index, a Date, a mark, '~2', '#hash', a revision, or { validAt, recordedAt }`
  throw new VarveError('UNKNOWN_REVISION', message, {
    variable: timeline.name,
    ref: describe(ref),
    pruned: null,
  })
}

function byIndex(timeline: Timeline, index: number, shown: string | number): number {
  if (Number.isInteger(index) && index >= 0 && index < timeline.length) return index
  const { name: variable, length } = timeline
  const message = `${variable}@${shown}: there is no such revision; '${variable}' ${length > 0 ? `has the indexes 0 to ${length - 1}` : 'has none, since its transaction was taken back'}`
  throw new VarveError('OUT_OF_RANGE', message, { variable, index, length })
}

function byText(timeline: Timeline, marks: ReadonlyMap<string, number>, ref: string): number {
  const back = /^~(\d+)$/.exec(ref)
  if (back) return byIndex(timeline, timeline.length - 1 - Number(back[1]), ref)
  if (ref.startsWith('#')) return byHash(timeline, ref.slice(1))
  const mark = marks.get(ref)
  if (mark !== undefined) return mark
  if (ref === timeline.branch) return timeline.length - 1
  throw unknown(timeline, ref, `has no mark '${ref}'; ${hintFor(ref, marks)}`)
}

function byHash(timeline: Timeline, start: string): number {
  if (!/^[0-9a-f]{4,64}$/.test(start))
    throw unknown(timeline, `#${start}`, 'needs 4 to 64 hexadecimal digits after #')
  const found = [...timeline.indexes()].filter(index => timeline.hash(index).startsWith(start))
  // A gap knows the hashes at its end.
  for (const { last, facts } of timeline.gaps.all) if (facts.after.startsWith(start)) found.push(last)
  if (found.length === 1) return found[0]!
  const why =
    found.length > 1
      ? `has ${found.length} revisions whose hash begins so; give more digits`
      : 'has no revision whose hash begins so'
  throw unknown(timeline, `#${start}`, why)
}

function byInstant(timeline: Timeline, instant: Date): number {
  const ms = timeOf(timeline, instant)
  const index = timeline.indexAt(ms)
  if (index >= 0) return index
  const first = new Date(timeline.entry(0).time).toISOString()
  throw unknown(timeline, instant.toISOString(), `had no revision yet; its first is of ${first}`)
}

function byRevision(timeline: Timeline, revision: AnyRevision): number {
  const { variable, index, hash } = revision
  const isThere = Number.isInteger(index) && index >= 0 && index < timeline.length
  const isFitting = () => timeline.gaps.has(index) || timeline.hash(index) === hash
  if (variable === timeline.name && isThere && isFitting()) return index
  throw unknown(
    timeline,
    `#${String(hash)}`,
    `has no such revision: the one given is ${String(variable)}@${String(index)}, of another history or withdrawn`,
  )
}

function byValidity(
  timeline: Timeline,
  ref: { readonly recordedAt?: Date; readonly validAt?: Date },
): number {
  const known = ref.recordedAt === undefined ? timeline.length - 1 : byInstant(timeline, ref.recordedAt)
  if (ref.validAt === undefined) return known
  const instant = timeOf(timeline, ref.validAt)
  for (let index = known; index >= 0; index--) {
    // Which spans those in a gap had is not known any more.
    if (timeline.gaps.has(index)) return index
    const { validFrom, validTo, time } = timeline.entry(index)
    if ((validFrom ?? time) <= instant && (validTo === null || instant < validTo)) return index
  }
  throw unknown(timeline, ref.validAt.toISOString(), 'has no value recorded as valid then')
}

function timeOf(timeline: Timeline, instant: Date): number {
  if (!(instant instanceof Date))
    throw unknown(timeline, describe(instant), 'cannot be read as of what is no Date')
  const ms = instant.getTime()
  if (Number.isNaN(ms)) throw unknown(timeline, 'Invalid Date', 'cannot be read as of an invalid date')
  return ms
}

function unknown(timeline: Timeline, ref: string, why: string): VarveError {
  const message = `${timeline.name}@${ref}: '${timeline.name}' ${why}`
  return new VarveError('UNKNOWN_REVISION', message, { variable: timeline.name, ref, pruned: null })
}

function hintFor(ref: string, marks: ReadonlyMap<string, number>): string {
  if (/^-?\d+$/.test(ref)) return `an index is a number: ${ref}`
  if (!Number.isNaN(Date.parse(ref))) return `an instant is a Date: new Date('${ref}')`
  return marks.size === 0 ? 'it has no marks' : `its marks are ${[...marks.keys()].slice(0, 5).join(', ')}`
}

/** How a ref is shown that does name a revision. */
function shownAs(ref: Ref, index: number): string {
  if (ref instanceof Date) return ref.toISOString()
  if (typeof ref === 'object') return String(index)
  return String(ref)
}

function describe(ref: unknown): string {
  return typeof ref === 'object' && ref !== null ? 'an object of another kind' : String(ref)
}
