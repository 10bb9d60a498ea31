import { EffectiveLine } from '../history/effective-line.ts'
import type { Timeline } from '../history/timeline.ts'
import type { Kept } from '../value/kept.ts'
import { kindOf } from '../value/kind-of.ts'
import { noObject } from './history-errors.ts'
import { newRoot } from './new-root.ts'
import { HeldVersions } from './held-versions.ts'
import { giveHome, homeOf, type Home } from './home.ts'

/**
 * The objects that stand for the versions of a history: the one in effect is the very object that somebody put in or was
 * given; an old one is made again where nobody holds it any more.
 */
export class Versions {
  readonly #manager: object
  readonly #timeline: Timeline
  readonly #line: EffectiveLine
  readonly #held = new HeldVersions()
  #current: object | undefined
  /** Whether somebody was given the one in effect, or gave it. */
  #isAsked = false
  /** The timeline's when that was looked up. */
  #generation = -1

  constructor(manager: object, timeline: Timeline) {
    this.#manager = manager
    this.#timeline = timeline
    this.#line = new EffectiveLine(timeline)
  }

  /** The effective line, brought up to date. */
  get line(): EffectiveLine {
    return this.#line.update()
  }

  /** The version in effect; -1 where there is none. */
  get version(): number {
    const head = this.#timeline.length - 1
    if (head < 0 || this.line.isDeleted(head)) return -1
    return this.#line.newest(head)
  }

  /** The object in effect, for somebody who asks for it. */
  get current(): object | undefined {
    const object = this.#look()
    this.#isAsked = true
    return object
  }

  /** The object in effect, in passing. */
  get passing(): object | undefined {
    return this.#look()
  }

  /** The object of a version; undefined where there is no such version, or it was forgotten. */
  at(version: number): object | undefined {
    const { length } = this.#timeline
    if (!Number.isInteger(version) || version < 0 || version >= length) return undefined
    if (!this.line.isVersion(version)) return undefined
    if (version === this.version) return this.current
    const held = this.#heldAt(version)
    if (held) return held
    const object = this.#own(this.#objectOf(this.#timeline.valueAt(version), version), version)
    this.#held.add(version, object, true)
    return object
  }

  /** Tells whether an object that somebody gives stands for a version of this history. */
  has(home: Home | undefined): home is Home {
    return home?.manager === this.#manager && !this.isGone(home)
  }

  /** Whether what an object stood for was taken back. */
  isGone({ manager, index, since }: Home): boolean {
    return manager === this.#manager && this.#timeline.cuts.lowestSince(since) <= index
  }

  /** Gives an object that may come to stand for a new version: the one given, unless it stands for another already. */
  free(object: object): object {
    const home = homeOf(object)
    return home === undefined || this.isGone(home) ? object : newRoot(object)
  }

  /** Notes that somebody holds an object of this history. */
  asked(object: object): void {
    if (object === this.#current) this.#isAsked = true
    else this.#held.add(homeOf(object)!.index, object, true)
  }

  /** Notes that an object was recorded, and is in effect now. */
  take(object: object, isAsked: boolean): void {
    this.#leave()
    this.#become(this.#own(object, this.version))
    this.#isAsked = isAsked
  }

  #look(): object | undefined {
    if (this.#generation === this.#timeline.generation) return this.#current
    this.#leave()
    const { version } = this
    this.#become(version < 0 ? undefined : this.#enter(version))
    return this.#current
  }

  /** The object of the version in effect, which is the newest value. */
  #enter(version: number): object {
    const { present, head } = this.#timeline
    const object = this.#heldAt(version) ?? this.#own(this.#objectOf(head, version), version)
    if (object !== head) present.reset(object as Kept)
    return object
  }

  /** Somebody else may have stored anything under this name. */
  #objectOf(kept: Kept, version: number): object {
    const kind = kindOf(kept)
    if (kind === 'primitive' || kind === 'leaf') throw noObject(this.#timeline.name, version, kept)
    return kept as object
  }

  #become(object: object | undefined): void {
    this.#current = object
    this.#generation = this.#timeline.generation
  }

  /** The one that was in effect can be found again. */
  #leave(): void {
    const before = this.#current
    const home = before && homeOf(before)
    if (this.has(home)) this.#held.add(home.index, before!, this.#isAsked)
    this.#isAsked = false
  }

  #heldAt(version: number): object | undefined {
    const object = this.#held.get(version)
    if (object === undefined || this.#standsFor(homeOf(object), version)) return object
    this.#held.delete(version)
    return undefined
  }

  #standsFor(home: Home | undefined, version: number): boolean {
    return this.has(home) && home.index === version
  }

  /** The object itself where it is free, or stands for this version already; two versions are never one object. */
  #own(object: object, version: number): object {
    if (this.#standsFor(homeOf(object), version)) return object
    const own = this.free(object)
    giveHome(own, { manager: this.#manager, index: version, since: this.#timeline.cuts.count })
    return own
  }
}
