import type { EffectiveLine } from '../../history/effective-line.ts'
import type { Timeline } from '../../history/timeline.ts'
import type { Shown, ShownRevision, ShownState } from '../../store/store.ts'
import { storableText } from '../../store/querying/storable-text.ts'
import { queryForm } from './query-form.ts'

/** Which variable is shown under which key of which collection. */
export interface ShownAs {
  readonly collection: string
  readonly key: string
}

/**
 * What a collection shows of a history behind the revisions from `from` up to but without `to`: of these, and of earlier ones of
 * which something else is to be said by now.
 */
export function shownOf(
  timeline: Timeline,
  line: EffectiveLine,
  as: ShownAs,
  from: number,
  to: number,
): Shown {
  const head = to - 1
  const version = line.newest(head)
  const teller = new Teller(timeline, line, head)
  return {
    ...as,
    variable: timeline.name,
    head: { index: head, hash: timeline.hash(head) },
    version,
    isCurrent: version >= 0 && !line.isDeleted(head),
    value: queryForm(version < 0 || timeline.gaps.has(version) ? undefined : timeline.valueAt(version)),
    revisions: changedIn(timeline, line, from, to).map(index => teller.tell(index)),
  }
}

/** The revisions of a stretch, and those before it of which it may change state or end. */
function changedIn(timeline: Timeline, line: EffectiveLine, from: number, to: number): number[] {
  let lowest = from
  for (let index = Math.max(from, 1); index < to; index++)
    lowest = Math.min(lowest, meeting(line, index - 1, index))
  const all = Array.from({ length: to - lowest }, (_, place) => lowest + place)
  return all.filter(index => !timeline.gaps.has(index))
}

/** The newest version that is in effect at both heads, from which on they may differ; with none, the first revision. */
function meeting(line: EffectiveLine, one: number, other: number): number {
  let [a, b] = [line.newest(one), line.newest(other)]
  while (a !== b) {
    if (a > b) a = line.before(a)
    else b = line.before(b)
  }
  return Math.max(a, 0)
}

/** Says what is known of each revision as of a head. */
class Teller {
  readonly #timeline: Timeline
  readonly #line: EffectiveLine
  readonly #head: number
  /** Versions in effect, from the newest on, as far as was asked. */
  readonly #effective = new Set<number>()
  #next: number

  constructor(timeline: Timeline, line: EffectiveLine, head: number) {
    this.#timeline = timeline
    this.#line = line
    this.#head = head
    this.#next = line.newest(head)
  }

  tell(index: number): ShownRevision {
    const { kind, time, label, comment, creator } = this.#timeline.entry(index)
    const state = this.#line.isVersion(index) ? this.#stateOf(index) : null
    return {
      index,
      version: state === null ? this.#line.newest(index) : index,
      kind,
      state,
      start: time,
      end: this.#endOf(index, state),
      label: stored(label),
      comment: stored(comment),
      creator: stored(creator),
    }
  }

  #stateOf(version: number): ShownState {
    while (this.#next >= version) {
      this.#effective.add(this.#next)
      this.#next = this.#line.before(this.#next)
    }
    if (!this.#effective.has(version)) return 'dropped'
    if (version === this.#line.newest(this.#head) && !this.#line.isDeleted(this.#head)) return 'locked'
    const next = this.#line.lastTaken(version) + 1
    return next <= this.#head && this.#line.isDeleted(next) ? 'deleted' : 'retired'
  }

  /** When something else took its place. */
  #endOf(index: number, state: ShownState | null): number | null {
    const next = (state === null ? index : this.#line.lastTaken(index)) + 1
    if (state === 'locked' || next > this.#head) return null
    const gap = this.#timeline.gaps.at(next)
    return gap?.first === next ? gap.facts.from : this.#timeline.entry(next).time
  }
}

function stored(text: string | null): string | null {
  return text === null ? null : storableText(text)
}
