import { openSync, type Snapshot, type SyncRepository, type Variable } from 'varve'
import { sqlite } from 'varve/sqlite'
import type { Day } from './data.ts'
import type { Extremes } from './extremes.ts'

/** The file, and the two variables that are kept in it. */
export interface Observatory {
  readonly repository: SyncRepository
  /** The latest day; null before the first. Every day before it is a revision. */
  readonly weather: Variable<Day | null>
  /** The extremes of each year, as they stand by the latest day. */
  readonly records: Variable<Record<string, Extremes>>
}

/**
 * Opens the file, or begins it. What is there is taken up with its whole history; the values given here are only for
 * the first time. With `durable: 'each'` a day is on the disk when the call that records it returns: this program may
 * be killed at any moment and loses at most the day it was about to record.
 */
export function openObservatory(file: string): Observatory {
  const repository = openSync(sqlite(file), { durable: 'each' })
  const weather = repository.watch<Day | null>('weather', null, { validators: [isPlausible] })
  const records = repository.watch<Record<string, Extremes>>('records', {})
  return { repository, weather, records }
}

/** The last day that was recorded. Not `weather.value`: that may be an earlier day, after a rollback. */
export function lastRecorded({ weather }: Observatory): Snapshot<Day> | undefined {
  return weather.history({ kind: 'set' }).at(-1)?.value ?? undefined
}

/** Returns what is wrong with a day, and nothing when it may be recorded. */
function isPlausible(day: Snapshot<Day | null>): string | undefined {
  if (day === null) return undefined
  const { temp_min, temp_max, precipitation, wind } = day
  if (temp_min > temp_max) return `the night's ${temp_min} °C are above the day's ${temp_max} °C`
  if (precipitation < 0 || wind < 0) return 'there is no rain and no wind below zero'
  return undefined
}
