import type { Track } from '../recorder/track.ts'
import { pathText } from '../value/parse-path.ts'
import { patchInsert, patchValue } from '../value/patch.ts'
import type { Patch } from '../value/path.ts'
import { readable } from './text/json-value.ts'
import { isoTime } from './text/time-text.ts'

/** Writes a revision as a document of JSON, without its value. */
export function revisionDocument(track: Track, index: number): object {
  const { timeline } = track
  const { kind, time, validFrom, validTo, label, comment, creator, targets, transaction, writer } =
    timeline.entry(index)
  const when = { timestamp: isoTime(time), validFrom: isoOrNull(validFrom), validTo: isoOrNull(validTo) }
  const why = {
    label,
    comment,
    creator,
    target: targets[0] ?? null,
    transaction,
    marks: marksAt(track, index),
  }
  const { name: variable, branch } = timeline
  return { variable, branch, index, kind, ...when, ...why, writer, hash: timeline.hash(index) }
}

/** Lists the marks of a revision. */
export function marksAt({ marks }: Track, index: number): string[] {
  return [...marks].filter(([, at]) => at === index).map(([name]) => name)
}

/** Writes patches as documents of JSON, with paths as text. */
export function patchDocuments({ timeline }: Track, index: number): object[] {
  return index === 0 ? [] : timeline.patchesAt(index).map(patchDocument)
}

/** Writes one patch as a document of JSON. */
export function patchDocument(patch: Patch): object {
  const { op } = patch
  const path = pathText(patch.path)
  switch (patch.op) {
    case 'remove':
      return { op, path }
    case 'text':
      return { op, path, index: patch.index, remove: patch.remove, insert: patch.insert }
    case 'splice':
      return { op, path, index: patch.index, remove: patch.remove, insert: patchInsert(patch).map(readable) }
    case 'add':
    case 'replace':
      return { op, path, value: readable(patchValue(patch)) }
  }
}

function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : isoTime(ms)
}
