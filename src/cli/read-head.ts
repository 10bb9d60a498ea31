import { VarveError } from '../errors.ts'
import { Entry } from '../history/entry.ts'
import { Gap } from '../history/gap.ts'
import { revisionHash } from '../history/hash.ts'
import { parseLine } from '../history/line.ts'
import { isForgetful } from '../store/capabilities.ts'
import type { NamedHead, SyncStore } from '../store/store.ts'
import { applyKept } from '../value/apply.ts'
import { decodeValue } from '../value/codec.ts'
import type { Kept } from '../value/kept.ts'
import { parseBounded } from '../value/parse-bounded.ts'

/** The last revision of a branch and its value. */
export interface HeadState {
  readonly entry: Entry
  readonly value: Kept
}

/** Lines of the first look back where there is no usable keyframe; each further look is four times as far. */
const firstLook = 64

/**
 * Reads the last revision of a branch without its history: its line, and where that is a patch, the keyframe and the
 * lines after it. The chain is checked as far as it is read, so a line that was changed further back goes unnoticed.
 */
export function readHead(store: SyncStore, head: NamedHead): HeadState {
  const [entry] = readEntries(store, head, head.index, head.index)
  if ('whole' in entry!.change) return { entry: entry!, value: entry!.change.whole }
  const { value } = fromKeyframe(store, head) ?? fromLastWhole(store, head)
  return { entry: entry!, value }
}

/** Undefined where the keyframe is none of this head's. */
function fromKeyframe(store: SyncStore, head: NamedHead): { value: Kept } | undefined {
  const keyframe = store.keyframeSync(head.variable, head.branch)
  if (!keyframe || keyframe.index > head.index) return undefined
  const lines = store.readSync(head.variable, head.branch, keyframe.index + 1, head.index)
  if (lines.reduce(revisionHash, keyframe.hash) !== head.hash) return undefined
  const entries = lines.map((line, i) => entryOf(head, keyframe.index + 1 + i, line))
  return { value: replayed(entries, decodeValue(parseBounded(keyframe.value))) }
}

/** Reads backwards, further at each look, until a line holds a whole value, or to the base of the last gap. */
function fromLastWhole(store: SyncStore, head: NamedHead): { value: Kept } {
  const stored = isForgetful(store) ? store.gapsSync(head.variable, head.branch).at(-1) : undefined
  const gap = stored && Gap.read(stored)
  const begin = gap ? gap.last + 1 : 0
  const looks: Entry[][] = []
  let from = head.index + 1
  for (let size = firstLook; from > begin; size *= 4) {
    const to = from - 1
    from = Math.max(begin, from - size)
    const entries = readEntries(store, head, from, to)
    looks.unshift(entries)
    if (entries.some(({ change }) => 'whole' in change)) return { value: replayed(looks.flat(), undefined) }
  }
  if (gap) return { value: replayed(looks.flat(), gap.value) }
  throw corrupt(head, 'no stored line holds a whole value')
}

/** Applies what comes after the last whole value; `base` counts where there is none. */
function replayed(entries: readonly Entry[], base: Kept): Kept {
  const start = entries.findLastIndex(({ change }) => 'whole' in change)
  const change = entries[start]?.change
  const patches = entries
    .slice(start + 1)
    .flatMap(({ change: later }) => ('patches' in later ? later.patches : []))
  return applyKept(change && 'whole' in change ? change.whole : base, patches)
}

function readEntries(store: SyncStore, head: NamedHead, from: number, to: number): Entry[] {
  const lines = store.readSync(head.variable, head.branch, from, to)
  if (lines.length !== to - from + 1) throw corrupt(head, `the lines ${from} to ${to} are not all there`)
  return lines.map((line, i) => entryOf(head, from + i, line))
}

function entryOf({ variable }: NamedHead, index: number, line: string): Entry {
  return Entry.fromLine(parseLine(line, variable, index))
}

function corrupt({ variable }: NamedHead, what: string): VarveError<'CORRUPT'> {
  return new VarveError('CORRUPT', `${variable}: ${what}; restore the file from a copy`, {
    file: null,
    offset: null,
  })
}
