import type { Snapshot } from 'varve'
import type { Day } from './data.ts'

/** The day that holds a record, and with how much. */
export interface Extreme {
  date: string
  value: number
}

/** What can be beaten. */
export type ExtremeName = 'warmest' | 'coldest' | 'wettest' | 'windiest'
/** The records of one year. */
export type Extremes = Record<ExtremeName, Extreme>

/** How a kind of record is measured, and by what it is beaten. */
export interface Kind {
  readonly unit: string
  readonly of: (day: Snapshot<Day>) => number
  readonly beats: (challenger: number, holder: number) => boolean
}

const more: Kind['beats'] = (challenger, holder) => challenger > holder
const less: Kind['beats'] = (challenger, holder) => challenger < holder

export const kinds: Readonly<Record<ExtremeName, Kind>> = {
  warmest: { unit: '°C', of: day => day.temp_max, beats: more },
  coldest: { unit: '°C', of: day => day.temp_min, beats: less },
  wettest: { unit: 'mm', of: day => day.precipitation, beats: more },
  windiest: { unit: 'm/s', of: day => day.wind, beats: more },
}

export const extremeNames: readonly ExtremeName[] = ['warmest', 'coldest', 'wettest', 'windiest']

/** `34.4 °C` */
export function measure(name: ExtremeName, value: number): string {
  return `${value.toFixed(1)} ${kinds[name].unit}`
}

/** The records that a day beats; all of them on the first day of a year. */
export function beatenBy(day: Day, standing: Snapshot<Extremes> | undefined): Partial<Extremes> {
  const beaten: Partial<Extremes> = {}
  for (const name of extremeNames) {
    const value = kinds[name].of(day)
    if (!standing || kinds[name].beats(value, standing[name].value)) beaten[name] = { date: day.date, value }
  }
  return beaten
}
