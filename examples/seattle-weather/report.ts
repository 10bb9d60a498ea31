import type { Revision } from 'varve'
import type { Day } from './data.ts'
import { extremeNames, measure } from './extremes.ts'
import { lastRecorded, type Observatory } from './observatory.ts'
import { heading, tell } from './words.ts'

/** Says what was in the file before this run. */
export function showPast(observatory: Observatory): void {
  const { weather, records } = observatory
  const days = weather.history({ kind: 'set' })
  const last = lastRecorded(observatory)
  if (!last) return console.log('Remembered from before: nothing yet\n')
  const { creator, timestamp } = days.at(-1)!
  console.log(`Remembered from before: ${days.length} days, ${days.at(0)!.label} to ${last.date}`)
  console.log(`  ${weather.history().length} revisions of weather, ${records.history().length} of records`)
  console.log(`  the last day was given by ${creator} and recorded at ${timestamp.toISOString()}\n`)
}

/** Shows what a year was like: its extremes, how two days differ, and the day of an instant. */
export function showYear(observatory: Observatory, year: string): void {
  heading(`The extremes of ${year}, and the revisions that set them`)
  showExtremes(observatory, year)

  const { warmest, coldest } = observatory.records.value[year]!
  const [from, to] = [dayOf(observatory, warmest.date), dayOf(observatory, coldest.date)]
  heading(`From the warmest day to the coldest: weather@${from.index} to weather@${to.index}`)
  showDifference(observatory, from, to)

  heading(`The weather that was valid at ${year}-07-04T12:00Z`)
  console.log(`  ${tell(observatory.weather.at({ validAt: new Date(`${year}-07-04T12:00Z`) })!)}`)
}

function showExtremes(observatory: Observatory, year: string): void {
  const { records } = observatory
  for (const name of extremeNames) {
    const { value, date } = records.value[year]![name]
    // The revision that changed this very place; what happened to the other records since does not count.
    const { index } = records.blame([year, name])
    const refs = `records@${index}  weather@${dayOf(observatory, date).index}`
    console.log(`  ${name.padEnd(9)} ${measure(name, value).padStart(8)}  ${date}  ${refs}`)
  }
}

function showDifference(
  { weather }: Observatory,
  from: Revision<Day | null>,
  to: Revision<Day | null>,
): void {
  for (const { path } of weather.diff(from, to).patches) {
    const field = path[0] as keyof Day
    console.log(`  ${field.padEnd(13)} ${String(from.value![field]).padStart(10)} → ${to.value![field]}`)
  }
}

/** The revision that holds for a date. */
export function dayOf({ weather }: Observatory, date: string): Revision<Day | null> {
  return weather.revision({ validAt: new Date(date) })
}

/** Names commands and refs that work on this file. */
export function showWaysOn({ records }: Observatory, path: string, year: string): void {
  const file = /^[\w./-]+$/.test(path) ? path : `'${path}'`
  heading('Look further')
  console.log(`  npx varve ls ${file}`)
  console.log(`  npx varve log ${file} records`)
  console.log(`  npx varve show ${file} records@${records.blame([year, 'warmest']).index}`)
}
