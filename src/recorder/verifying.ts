import { isVarveError } from '../errors.ts'
import type { Timeline } from '../history/timeline.ts'
import {
  verify,
  type KnownHash,
  type Problem,
  type TrustedHead,
  type Verification,
} from '../history/verify.ts'
import { isCheckable } from '../store/capabilities.ts'
import type { Store, SyncStore } from '../store/store.ts'
import { readStored, readStoredSync, type Stored } from './stored.ts'
import type { Track } from './track.ts'

/** Heads that somebody has noted elsewhere: name of the variable → hash of a revision that was its head once. */
export type Trusted = Readonly<Record<string, string>>

/** Checks what is known of a variable here: what stands in memory, as it would be written. */
export function verifyTimeline({ timeline, marks }: Track): Verification {
  const index = timeline.length - 1
  if (index < 0) return verification([])
  return verification(
    verify({
      variable: timeline.name,
      head: { index, hash: timeline.hash(index) },
      lines: linesOf(timeline),
      gaps: timeline.gaps.all,
      marks: Array.from(marks, ([name, at]) => ({ name, index: at, hash: timeline.hash(at) })),
    }),
  )
}

/** Checks what a store has of a variable; what is known here of what was saved must be there. */
export function verifyVariable(store: SyncStore, track: Track): Verification {
  const damage: Problem[] = []
  const stored = readable(damage, track.name, undefined, () => readStoredSync(store, track.name))
  return verification([...damage, ...problemsOf(track.name, stored, savedHeads([track]), {})])
}

/** Checks everything that a store has, and its own file or tables. */
export function verifyStoreSync(store: SyncStore, tracks: readonly Track[], trusted: Trusted): Verification {
  const known = savedHeads(tracks)
  const problems = isCheckable(store) ? store.checkSync().map(ofTheStore) : []
  const heads = readable(problems, '', [], () => store.headsSync())
  for (const name of namesOf(heads, known, trusted)) {
    const stored = readable(problems, name, undefined, () => readStoredSync(store, name))
    problems.push(...problemsOf(name, stored, known, trusted))
  }
  return verification(problems)
}

/** As `verifyStoreSync`, of any store. */
export async function verifyStore(
  store: Store,
  tracks: readonly Track[],
  trusted: Trusted,
): Promise<Verification> {
  const known = savedHeads(tracks)
  const problems = isCheckable(store) ? (await store.check()).map(ofTheStore) : []
  const heads = await store.heads().catch(damageIn(problems, '', []))
  for (const name of namesOf(heads, known, trusted)) {
    const stored = await readStored(store, name).catch(damageIn(problems, name, undefined))
    problems.push(...problemsOf(name, stored, known, trusted))
  }
  return verification(problems)
}

/** What cannot be read for damage is a problem like any other, and not the end of the search. */
function damageIn<T>(problems: Problem[], variable: string, nothing: T): (error: unknown) => T {
  return error => {
    if (!isVarveError(error, 'CORRUPT')) throw error
    problems.push({ variable, index: -1, message: error.message })
    return nothing
  }
}

function readable<T>(problems: Problem[], variable: string, nothing: T, read: () => T): T {
  try {
    return read()
  } catch (error) {
    return damageIn(problems, variable, nothing)(error)
  }
}

type Known = ReadonlyMap<string, KnownHash>

/** What this repository has seen saved is as good as a head that somebody noted. */
function savedHeads(tracks: readonly Track[]): Known {
  return new Map(
    tracks.flatMap(({ name, timeline }) => {
      const index = Math.min(timeline.savedLength, timeline.length) - 1
      return index < 0 ? [] : [[name, { index, hash: timeline.hash(index) }] as const]
    }),
  )
}

function namesOf(heads: readonly { readonly variable: string }[], known: Known, trusted: Trusted): string[] {
  const stored = heads.map(({ variable }) => variable)
  return [...new Set([...stored, ...known.keys(), ...Object.keys(trusted)])]
}

function problemsOf(variable: string, stored: Stored | undefined, known: Known, trusted: Trusted): Problem[] {
  const heads: TrustedHead[] = []
  const seen = known.get(variable)
  const noted = Object.hasOwn(trusted, variable) ? trusted[variable] : undefined
  // Somebody else may have forgotten it since.
  const isForgotten =
    seen && stored?.gaps.some(({ first, last }) => first <= seen.index && seen.index <= last)
  if (seen && !isForgotten) heads.push(seen)
  if (noted !== undefined) heads.push({ hash: noted })
  if (stored) return verify({ variable, ...stored, trusted: heads })
  const message = `${variable}: there is no such variable any more`
  return heads.length > 0 ? [{ variable, index: -1, message }] : []
}

function ofTheStore(message: string): Problem {
  return { variable: '', index: -1, message }
}

function verification(problems: readonly Problem[]): Verification {
  return Object.freeze({ ok: problems.length === 0, problems: Object.freeze(problems) })
}

function* linesOf(timeline: Timeline): Generator<string, undefined> {
  for (const index of timeline.indexes()) yield timeline.lineInPassing(index)
}
