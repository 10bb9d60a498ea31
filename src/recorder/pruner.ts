import { isVarveError, VarveError } from '../errors.ts'
import type { Gap } from '../history/gap.ts'
import { Gaps } from '../history/gaps.ts'
import { planGaps } from '../history/plan-gaps.ts'
import type { Policy } from '../history/retention.ts'
import { isForgetful } from '../store/capabilities.ts'
import type { Forgetting, Store, SyncStore } from '../store/store.ts'
import type { Track } from './track.ts'

/** So often gaps are planned anew because somebody recorded meanwhile. */
const mostTries = 32

/** What is to be forgotten of a variable. */
export interface Pruning {
  readonly track: Track
  readonly policy: Policy
  readonly now: number
}

/** Forgets in a store, then here; others may go on recording meanwhile. */
export class Pruner {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /** For a store that answers at once; `refresh` saves what is pending and brings in what others have stored. */
  pruneSync(pruning: Pruning, refresh: () => void): void {
    for (let tries = 1; tries <= mostTries; tries++) {
      refresh()
      if (this.#trySync(pruning)) return
    }
    throw overtaken(pruning.track)
  }

  /** As `pruneSync`, in any store. */
  async prune(pruning: Pruning, refresh: () => Promise<void>): Promise<void> {
    for (let tries = 1; tries <= mostTries; tries++) {
      await refresh()
      if (await this.#try(pruning)) return
    }
    throw overtaken(pruning.track)
  }

  /** Forgets what is due by the variables' own policies; what does not work now is tried again when it is due again. */
  byTheWaySync(tracks: Iterable<Track>, refresh: (track: Track) => void): void {
    for (const pruning of due(tracks)) {
      const { track } = pruning
      try {
        if (this.#trySync(pruning)) continue
        // Somebody has recorded, or named what was to go.
        refresh(track)
        this.#trySync(pruning)
      } catch (error) {
        tell(track, error)
      }
    }
  }

  /** As `byTheWaySync`, in any store. */
  async byTheWay(tracks: Iterable<Track>, refresh: (track: Track) => Promise<void>): Promise<void> {
    for (const pruning of due(tracks)) {
      const { track } = pruning
      try {
        if (await this.#try(pruning)) continue
        await refresh(track)
        await this.#try(pruning)
      } catch (error) {
        tell(track, error)
      }
    }
  }

  /** False where somebody was quicker. */
  #trySync(pruning: Pruning): boolean {
    const gaps = plan(pruning)
    if (!gaps) return true
    const store = this.#store as SyncStore
    if (!isForgetful(store)) throw cannotForget(pruning)
    const { ok } = store.forgetSync(forgetting(pruning, gaps))
    if (ok) forgetHere(pruning.track, gaps)
    return ok
  }

  async #try(pruning: Pruning): Promise<boolean> {
    const gaps = plan(pruning)
    if (!gaps) return true
    const store = this.#store
    if (!isForgetful(store)) throw cannotForget(pruning)
    const { ok } = await store.forget(forgetting(pruning, gaps))
    if (ok) forgetHere(pruning.track, gaps)
    return ok
  }
}

function due(tracks: Iterable<Track>): Pruning[] {
  return [...tracks].flatMap(track => {
    const { retained } = track
    return retained?.isDue(track) ? [{ track, policy: retained.policy, now: retained.now() }] : []
  })
}

function plan({ track: { timeline, marks }, policy, now }: Pruning): readonly Gap[] | undefined {
  return planGaps(timeline, marks.values(), policy, now)
}

/** While the store was asked somebody may have forgotten more, and that may be known here already. */
function forgetHere({ timeline }: Track, gaps: readonly Gap[]): void {
  const next = new Gaps(gaps)
  const isAll = timeline.gaps.all.every(({ first, last }) => next.at(first) && next.at(last))
  if (isAll) timeline.forget(gaps)
}

function forgetting({ track: { timeline } }: Pruning, gaps: readonly Gap[]): Forgetting {
  const index = timeline.savedLength - 1
  return {
    variable: timeline.name,
    branch: timeline.branch,
    expected: { index, hash: timeline.hash(index) },
    gaps: gaps.map(({ first, last, record, base }) => ({ first, last, record, base })),
  }
}

/** A change that was saved does not fail because the past could not be forgotten; what passes by itself is no news. */
function tell(track: Track, error: unknown): void {
  if (isVarveError(error, 'BUSY', 'DISK_FULL', 'READ_ONLY', 'NOT_DURABLE')) return
  track.report(error, track.timeline.revision(track.timeline.length - 1))
}

function cannotForget({ track: { name } }: Pruning): VarveError<'REFUSED'> {
  const message = `${name}: pruning in a store that cannot forget; give retention only where the store has forget()`
  return new VarveError('REFUSED', message, {})
}

function overtaken({ name }: Track): VarveError<'BUSY'> {
  const message = `${name}: others recorded at each of ${mostTries} tries to forget; nothing was forgotten, try again`
  return new VarveError('BUSY', message, {})
}
