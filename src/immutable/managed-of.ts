import { randomId } from '#platform'
import type { EntryInfo } from '../history/entry.ts'
import { Timeline } from '../history/timeline.ts'
import { ambientInfo } from '../recorder/info.ts'
import { Recorder } from '../recorder/recorder.ts'
import { Track } from '../recorder/track.ts'
import type { HistoryKeeper } from './history-keeper.ts'
import { giveHome, homeOf, loseHome } from './home.ts'
import { ManagedHistory } from './managed-history.ts'
import type { RevisionState } from './revision-manager.ts'

/** An object's history, and which version of it the object stands for. */
export interface Managed {
  readonly manager: ManagedHistory
  readonly index: number
}

/** When an object was created that keeps a history, and by whom. */
interface Birth {
  readonly time: number
  readonly info: EntryInfo
}

/** Objects that keep a history, and have only been created so far. */
const births = new WeakMap<object, Birth>()

let keeper: HistoryKeeper | undefined

/** Who keeps the histories of objects that stand alone: in memory, apart from all transactions. */
function alone(): HistoryKeeper {
  keeper ??= {
    recorder: new Recorder({ clock: { now: () => Date.now() }, ids: randomId, isApart: true }),
    conflict: 'refuse',
  }
  return keeper
}

/** Notes that a locked object keeps a history from now on; it costs little until somebody asks for it. */
export function noteCreated(object: object): void {
  births.set(object, { time: alone().recorder.now(undefined), info: ambientInfo() })
}

/** Finds the history of an object, also where it has only begun; undefined where it keeps none. */
export function managedOf(object: object): Managed | undefined {
  const home = homeOf(object)
  if (home) return { manager: home.manager as ManagedHistory, index: home.index }
  const birth = births.get(object)
  if (!birth) return undefined
  births.delete(object)
  const manager = new ManagedHistory(new Track(new Timeline(nameOf(object))), alone())
  manager.start(object, birth.info, birth.time)
  return { manager, index: 0 }
}

/** What has become of an object that keeps a history; undefined for any other. */
export function stateOfManaged(object: object): RevisionState | undefined {
  const home = homeOf(object)
  if (home) return (home.manager as ManagedHistory).stateOf(home)
  return births.has(object) ? 'locked' : undefined
}

/** The history of an object that is current in it, and that nobody else keeps. */
export function aloneHistory(value: unknown): ManagedHistory | undefined {
  if (typeof value !== 'object' || value === null || stateOfManaged(value) !== 'locked') return undefined
  const { manager } = managedOf(value)!
  return manager.keeper === keeper ? manager : undefined
}

/** Runs what gives an object another history, where its own has no more than that object; it goes back where that throws. */
export function leaveAlone(manager: ManagedHistory | undefined, object: object, run: () => void): void {
  const home = manager?.track.timeline.length === 1 ? homeOf(object) : undefined
  if (home) loseHome(object)
  try {
    run()
  } catch (error) {
    if (home) giveHome(object, home)
    throw error
  }
}

function nameOf(object: object): string {
  const { constructor: Class } = object as { readonly constructor?: unknown }
  return (typeof Class === 'function' && Class.name) || 'object'
}
