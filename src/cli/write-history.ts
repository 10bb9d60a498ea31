import { VarveError } from '../errors.ts'
import type { StoredGap } from '../history/gap.ts'
import type { Gaps } from '../history/gaps.ts'
import { lineIndex } from '../history/line.ts'
import type { PortableMark } from '../history/portable.ts'
import { mainBranch as branch } from '../recorder/stored.ts'
import { isForgetful } from '../store/capabilities.ts'
import type { Head, Outcome, SyncStore } from '../store/store.ts'

/** A history, or the end of one, that is to stand in a store as it is. */
export interface Written {
  readonly variable: string
  /** The head that it goes on from; null where the variable is new. */
  readonly expected: Head | null
  readonly head: Head
  /** Behind `expected`, without those that were forgotten. */
  readonly lines: readonly string[]
  /** All that the branch has afterwards; none where they stay as they are. */
  readonly gaps: readonly StoredGap[]
  readonly marks: readonly PortableMark[]
}

/**
 * Writes lines as they are, in one append. Where some of them were forgotten, a store wants to have had them: stand-ins
 * are written in their place and forgotten right away. Whoever reads between the two, or after a crash there, finds
 * damage; `unfinishedGaps` tells what is left to be done.
 */
export function writeHistory(store: SyncStore, written: Written): Outcome {
  const { variable, expected, head, lines, gaps, marks } = written
  const runs = lines.length > 0 ? [{ variable, branch, expected, lines: withStandIns(written), head }] : []
  if (runs.length > 0 || marks.length > 0) {
    const [outcome] = store.appendSync([{ runs, marks: marks.map(mark => ({ variable, ...mark })) }])
    if (!outcome!.ok) return outcome!
  }
  if (gaps.length === 0) return { ok: true, repeated: runs.length === 0 }
  if (!isForgetful(store)) throw new VarveError('REFUSED', `${variable}: this store cannot keep gaps`, {})
  return store.forgetSync({ variable, branch, expected: head, gaps })
}

/** Finds the gaps that a variable must have where writing this history stopped half way; undefined where it did not. */
export function unfinishedGaps(
  store: SyncStore,
  { name, head, gaps }: { readonly name: string; readonly head: Head; readonly gaps: Gaps },
): readonly StoredGap[] | undefined {
  const found = store.headSync(name, branch)
  if (!isForgetful(store) || found?.index !== head.index || found.hash !== head.hash) return undefined
  const open = gaps.all.filter(
    ({ first }) => store.readSync(name, branch, first, first)[0] === standIn(first),
  )
  if (open.length === 0) return undefined
  return [...store.gapsSync(name, branch), ...open].sort((a, b) => a.first - b.first)
}

function withStandIns({ expected, lines }: Written): string[] {
  const all: string[] = []
  let next = (expected?.index ?? -1) + 1
  for (const line of lines) {
    for (const index = lineIndex(line); next < index; next++) all.push(standIn(next))
    all.push(line)
    next++
  }
  return all
}

function standIn(index: number): string {
  return `{"i":${index},"k":"forgotten"}`
}
