import { show } from '../value/show.ts'
import { thaw } from '../value/thaw.ts'
import type { Kept } from '../value/kept.ts'
import type { Patches } from '../value/path.ts'
import type { Entry } from './entry.ts'
import { forgotten } from './forgotten.ts'
import { printedAs } from './printed-as.ts'
import type { Origin, Revision, RevisionKind } from './revision.ts'
import type { Timeline } from './timeline.ts'

interface Remains {
  readonly value: Kept
  readonly hash: string
  readonly patches: Patches
  readonly parents: readonly RecordedRevision[]
  readonly target: RecordedRevision | null
}

/**
 * A revision as users see it: a window on one entry of a timeline. Of one that was forgotten meanwhile the entry is left:
 * value, patches and hash fail.
 */
export class RecordedRevision implements Revision<unknown, unknown> {
  readonly #timeline: Timeline
  readonly #entry: Entry
  /** What is left of a revision that lost a race or whose transaction threw. */
  #withdrawn: Remains | undefined
  #patches: Patches | undefined

  constructor(timeline: Timeline, entry: Entry) {
    this.#timeline = timeline
    this.#entry = entry
    Object.freeze(this)
  }

  get index(): number {
    return this.#entry.index
  }
  get kind(): RevisionKind {
    return this.#entry.kind
  }
  get variable(): string {
    return this.#timeline.name
  }
  get branch(): string {
    return this.#timeline.branch
  }
  get value(): unknown {
    return show(this.#withdrawn ? this.#withdrawn.value : this.#kept.valueAt(this.index))
  }
  get patches(): Patches {
    return this.#withdrawn ? this.#withdrawn.patches : this.#told(this.#kept)
  }
  get timestamp(): Date {
    return new Date(this.#entry.time)
  }
  get end(): Date | null {
    const next = this.index + 1
    if (this.#withdrawn || next >= this.#timeline.length) return null
    const gap = this.#timeline.gaps.at(next)
    return new Date(gap?.first === next ? gap.facts.from : this.#timeline.entry(next).time)
  }
  get validFrom(): Date | null {
    return dateOf(this.#entry.validFrom)
  }
  get validTo(): Date | null {
    return dateOf(this.#entry.validTo)
  }
  get label(): string | null {
    return this.#entry.label
  }
  get comment(): string | null {
    return this.#entry.comment
  }
  get creator(): string | null {
    return this.#entry.creator
  }
  get writer(): string {
    return this.#entry.writer
  }
  get transaction(): string | null {
    return this.#entry.transaction
  }
  get parents(): readonly RecordedRevision[] {
    if (this.#withdrawn) return this.#withdrawn.parents
    const isFirst = this.index === 0 || this.#timeline.gaps.has(this.index - 1)
    return Object.freeze(isFirst ? [] : [this.#timeline.revision(this.index - 1)])
  }
  get target(): RecordedRevision | null {
    if (this.#withdrawn) return this.#withdrawn.target
    const [target] = this.#entry.targets
    return target === undefined || this.#timeline.gaps.has(target) ? null : this.#timeline.revision(target)
  }
  get origin(): Origin | null {
    return null
  }
  get hash(): string {
    return this.#withdrawn ? this.#withdrawn.hash : this.#kept.hash(this.index)
  }
  get saved(): boolean {
    return !this.#withdrawn && this.index < this.#timeline.savedLength
  }

  /** The same list each time. */
  #told(timeline: Timeline): Patches {
    return (this.#patches ??= timeline.patchesAt(this.index))
  }

  /** The timeline, where it still has this revision. */
  get #kept(): Timeline {
    const gap = this.#timeline.gaps.at(this.index)
    if (gap) throw forgotten(this.variable, this.index, gap)
    return this.#timeline
  }

  toJSON(): unknown {
    const { index, kind, variable, branch, label, comment, creator, writer, transaction, hash, value } = this
    const { timestamp, validFrom, validTo, target } = this
    const when = { timestamp, validFrom, validTo }
    return {
      variable,
      branch,
      index,
      kind,
      ...when,
      label,
      comment,
      creator,
      target: target?.index ?? null,
      transaction,
      writer,
      hash,
      value,
    }
  }

  static {
    printedAs(RecordedRevision, (revision, print) => {
      const { variable, index, kind, label, creator } = revision
      const why = [label !== null && JSON.stringify(label), creator !== null && `by ${creator}`].filter(
        Boolean,
      )
      const isForgotten = !revision.#withdrawn && revision.#timeline.gaps.has(index)
      const value = isForgotten ? '(forgotten)' : print(thaw(revision.value))
      return `Revision ${[`${variable}@${index}`, kind, ...why].join(' ')}: ${value}`
    })
  }

  /** Keeps what can be read of a revision before its timeline drops it. */
  static withdraw(revision: RecordedRevision): void {
    const { hash, patches, parents, target } = revision
    const value = revision.#timeline.valueAt(revision.index)
    revision.#withdrawn ??= { value, hash, patches, parents, target }
  }

  /** Its value in the form in which it is kept. */
  static keptValue(revision: RecordedRevision): Kept {
    return revision.#withdrawn ? revision.#withdrawn.value : revision.#kept.valueAt(revision.index)
  }

  static isOf(revision: unknown, timeline: Timeline): revision is RecordedRevision {
    return (
      typeof revision === 'object' &&
      revision !== null &&
      #timeline in revision &&
      revision.#timeline === timeline &&
      !revision.#withdrawn
    )
  }
}

function dateOf(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms)
}
