import type { VarveError } from '../errors.ts'
import { bodyOf } from '../history/columns.ts'
import { refusal } from '../recorder/intent.ts'
import { mergeOnto } from '../recorder/merge-onto.ts'
import type { Kept } from '../value/kept.ts'
import { same } from '../value/same.ts'
import type { PathNode } from '../value/working/path-node.ts'
import { admitObject } from './admit-object.ts'
import { editValue, type Outcome } from './edit-value.ts'
import { foreign, outdated, overtaken, withdrawn } from './history-errors.ts'
import { HistoryWriter } from './history-writer.ts'
import { homeOf } from './home.ts'
import { afterUpdateOf } from './hooks.ts'
import type { Asked } from './managed-change.ts'
import { outcomeBetween } from './outcome-between.ts'
import type { ManagedChange } from './revision-manager.ts'

/** An edit of the current object that was begun. */
export interface Begun {
  readonly base: object
  readonly version: number
  /** The place of the value itself, for the rows of the edit. */
  readonly root: PathNode
}

/** How a history goes on by edits of its current object: by a recipe, or from `edit` to `finish`. */
export class HistoryEdits<T extends object = object> extends HistoryWriter<T> {
  /** Runs a recipe on the current object, and records what it makes; gives the new current one. */
  update(base: object, recipe: (draft: never) => unknown, change?: ManagedChange): T {
    const asked = this.asked('update', change)
    const home = homeOf(base)
    if (this.versions.has(home)) this.versions.asked(base)
    return this.#update(base, recipe, asked)
  }

  /** As `update` of the object that is current now. */
  updateCurrent(recipe: (draft: never) => unknown, change?: ManagedChange): T {
    const asked = this.asked('update', change)
    return this.#update(this.#mustBeLive(), recipe, asked)
  }

  /** Begins an edit of the current object; `OUTDATED` for any other. */
  beginEdit(base: object): Begun {
    const { versions } = this
    const home = homeOf(base)
    if (versions.has(home) && home.index === versions.version)
      return { base, version: home.index, root: this.track.timeline.root }
    this.mustGoOn()
    if (home && versions.isGone(home)) throw withdrawn(this.name, home.index, versions.version)
    if (!versions.has(home)) throw foreign(this.name, versions.version)
    throw outdated(this.name, home.index, versions.version)
  }

  /** Records what an edit came to; `CONFLICT` where something else was recorded meanwhile, unless that is to be merged. */
  finishEdit(begun: Begun, outcome: Outcome, change?: ManagedChange): T {
    const asked = this.asked('finish', change)
    if (!asked.merge) return this.#finish(begun, outcome, asked, 'refuse')
    // Its rows led from what stood then.
    const again = () => this.#finish(begun, { ...outcome, log: null }, asked, again)
    return this.#finish(begun, outcome, asked, again)
  }

  #update(base: object, recipe: (draft: never) => unknown, asked: Asked): T {
    const begun = this.beginEdit(base)
    const outcome = editValue(base, recipe, begun.root, this.name)
    return this.#finish(begun, outcome, asked, () => this.#update(this.#mustBeLive(), recipe, asked))
  }

  /** `again` says how it is made when it has lost a race. */
  #finish(begun: Begun, outcome: Outcome, asked: Asked, again: 'refuse' | (() => void)): T {
    if (asked.equal && this.#isUnchanged(begun, outcome)) return this.versions.current as T
    const made = this.#seen(begun, this.#made(begun, outcome, asked))
    const intent = this.intent(() => (again === 'refuse' || asked.expected ? refusal : this.agains.as(again)))
    return this.record(made, { kind: 'update', info: asked.info, intent })
  }

  /** Lets the class see what is to be recorded, where nothing else stands against that. */
  #seen({ base, version }: Begun, made: Outcome): Outcome {
    const { track, keeper, versions } = this
    const value = made.value as object
    keeper.check?.(value, this.name)
    const afterUpdate = afterUpdateOf(base, value)
    if (!afterUpdate) return made
    const { generation } = track.timeline
    keeper.recorder.check(track, made.log ? bodyOf(made.log) : { whole: made.value })
    afterUpdate()
    if (track.timeline.generation !== generation) throw this.#overtaken(version)
    // It may stand for a revision of another history by now.
    return { ...made, value: versions.free(value) as Kept }
  }

  #isUnchanged({ base, version }: Begun, { value }: Outcome): boolean {
    const isCurrent = this.versions.has(homeOf(base)) && this.versions.version === version
    return isCurrent && same(value, base as Kept)
  }

  /** What an edit came to, on what is current now. */
  #made({ base, version }: Begun, outcome: Outcome, { merge }: Asked): Outcome {
    const { timeline } = this.track
    const { versions } = this
    const isCurrent = versions.has(homeOf(base)) && versions.version === version
    if (isCurrent && outcome.log) return { ...outcome, value: versions.free(outcome.value as object) as Kept }
    let value = admitObject(outcome.value, this.name)
    if (!isCurrent) {
      if (merge === undefined || !this.isLive) throw this.#overtaken(version)
      value = admitObject(mergeOnto(timeline, base as Kept, outcome.value, { resolve: merge }), this.name)
    }
    return outcomeBetween(timeline.head, versions.free(value) as Kept, timeline.root)
  }

  #overtaken(version: number): VarveError<'CONFLICT'> {
    this.mustGoOn()
    const { timeline } = this.track
    const last = timeline.length - 1
    return overtaken(this.name, timeline.revision(Math.min(version, last)), timeline.revision(last))
  }

  #mustBeLive(): object {
    const { passing, version } = this.versions
    if (passing) return this.given(passing)!
    const { length } = this.track.timeline
    if (length === 0) throw withdrawn(this.name, 0, version)
    throw outdated(this.name, this.versions.line.newest(length - 1), version)
  }
}
