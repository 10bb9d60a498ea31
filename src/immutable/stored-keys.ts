import { Timeline } from '../history/timeline.ts'
import { checkStore } from '../recorder/check-store.ts'
import { Opened } from '../recorder/opened.ts'
import { Outbox } from '../recorder/outbox.ts'
import { mainBranch, readStored, trackOf, type Stored } from '../recorder/stored.ts'
import { Track } from '../recorder/track.ts'
import type { NamedHead, Store } from '../store/store.ts'
import type { HistoryKeeper } from './history-keeper.ts'
import { checkMappingName, keyName, readKeyName, type KeyLife } from './key-name.ts'
import { keeperInStore, type OpenOptions } from './mapping-options.ts'

/** A history as it was read. */
export interface StoredLife extends KeyLife {
  readonly track: Track
}

/** What a store has that is not known here. */
export interface News {
  /** In the order in which they began. */
  readonly begun: readonly StoredLife[]
  readonly moved: readonly Track[]
}

/** Where the keys of a mapping are kept: each is a variable of its own. */
export class StoredKeys {
  readonly keeper: HistoryKeeper
  readonly opened: Opened
  readonly #store: Store
  readonly #name: string

  constructor(store: Store, name: string, options: OpenOptions<object>) {
    checkMappingName(name)
    this.#store = checkStore('RevisionedMapping.open', store)
    this.#name = name
    this.keeper = keeperInStore('mapping', 'RevisionedMapping.open', options, host => new Outbox(store, host))
    this.opened = new Opened(store, this.keeper.recorder)
  }

  /** An empty history, to be begun. */
  newTrack(life: KeyLife): Track {
    const track = new Track(new Timeline(keyName(this.#name, life)))
    track.timeline.savedLength = 0
    return track
  }

  /** Looks at the heads; reads what has begun since, of each key the newest life. */
  async look(known: ReadonlyMap<string, Track>): Promise<News> {
    const heads = (await this.#store.heads()).filter(({ branch }) => branch === mainBranch)
    const moved = heads.flatMap(({ variable, index }) => {
      const track = known.get(variable)
      return track && index >= track.timeline.savedLength ? [track] : []
    })
    const unknown = [...newestLives(this.#name, heads)].filter(([variable]) => !known.has(variable))
    const read = await Promise.all(
      unknown.map(async ([variable, life]) => {
        const stored = await readStored(this.#store, variable)
        return stored ? [{ ...life, stored, variable }] : []
      }),
    )
    const begun = read.flat().map(({ stored, variable, key, generation }) => {
      const track = trackOf(variable, stored)
      return { key, generation, track, since: lifeBegan(track, stored) }
    })
    return { begun: begun.sort((a, b) => a.since - b.since), moved }
  }

  /** Settles when all that was changed so far of these is durable. */
  async saved(tracks: readonly Track[]): Promise<void> {
    const waiting = tracks.filter(({ units }) => units.length > 0)
    await Promise.all(waiting.map(track => this.keeper.recorder.saved(track)))
  }
}

/** Of each key the name of its newest life. */
export function newestLives(
  mapping: string,
  heads: readonly Pick<NamedHead, 'variable'>[],
): Map<string, KeyLife> {
  const newest = new Map<KeyLife['key'], KeyLife>()
  for (const { variable } of heads) {
    const life = readKeyName(mapping, variable)
    if (life && life.generation >= (newest.get(life.key)?.generation ?? 0)) newest.set(life.key, life)
  }
  return new Map(Array.from(newest.values(), life => [keyName(mapping, life), life]))
}

/** When the key came to be in the mapping: at the start, or behind the last delete. */
function lifeBegan({ timeline }: Track, { lines }: Stored): number {
  // Kind and index stand at the front of a line, so that none has to be parsed.
  const place = lines.findLastIndex(line => /^\{"i":\d+,"k":"delete"/.test(line))
  const next = place < 0 ? 0 : timeline.gaps.indexAt(place) + 1
  return next < timeline.length && !timeline.gaps.has(next) ? timeline.entry(next).time : timeline.lastTime
}
