import { readFileSync } from 'node:fs'

/** One day at Seattle-Tacoma airport: millimetres, degrees Celsius, metres per second. */
export interface Day {
  date: string
  precipitation: number
  temp_max: number
  temp_min: number
  wind: number
  weather: string
}

const columns = 'date,precipitation,temp_max,temp_min,wind,weather'

/** The 1,461 days of the file beside this one, in order. */
export function readDays(): Day[] {
  const csv = readFileSync(new URL('seattle-weather.csv', import.meta.url), 'utf8')
  const [header, ...rows] = csv.trim().split(/\r?\n/)
  if (header !== columns) throw new Error(`seattle-weather.csv: the first line should be ${columns}`)
  return rows.map((row, place) => parseDay(row, place + 2))
}

/** `'2012'` of `'2012-07-04'`. */
export function yearOf({ date }: { readonly date: string }): string {
  return date.slice(0, 4)
}

function parseDay(row: string, line: number): Day {
  const [date = '', rain, max, min, wind, weather = ''] = row.split(',')
  const [precipitation, temp_max, temp_min, speed] = [rain, max, min, wind].map(Number)
  const day = { date, precipitation, temp_max, temp_min, wind: speed, weather }
  if (/^\d{4}-\d{2}-\d{2}$/.test(date) && Object.values(day).every(isGiven)) return day as Day
  throw new Error(`seattle-weather.csv, line ${line}: ${JSON.stringify(row)} is no day`)
}

function isGiven(field: unknown): boolean {
  return typeof field === 'number' ? Number.isFinite(field) : field !== undefined && field !== ''
}
