import { yearOf, type Day } from './data.ts'
import { beatenBy, extremeNames, measure, type Extremes } from './extremes.ts'
import type { Observatory } from './observatory.ts'

/**
 * Records one day. The transaction makes one unit of the records it beats, the weather and, on New Year's Eve, the
 * marks: whatever happens, all of it is there afterwards, or nothing. What is said of the transaction holds for each
 * change in it.
 */
export function recordDay({ repository, weather, records }: Observatory, day: Day): void {
  const year = yearOf(day)
  const validFrom = new Date(day.date)
  const validTo = new Date(validFrom.getTime() + 86_400_000)
  // Where another program is quicker the transaction would run again, and the day be there twice.
  const expect = weather.lastChange()
  const comment = `${day.weather}, ${day.temp_min} to ${day.temp_max} °C`
  const change = () => {
    const beaten = beatenBy(day, records.value[year])
    if (Object.keys(beaten).length > 0) {
      // A record holds until it is beaten, not for a day: null clears what the transaction says.
      const info = { comment: `${inWords(beaten)} of ${year} so far`, validTo: null }
      records.update(all => {
        if (all[year]) Object.assign(all[year], beaten)
        else all[year] = beaten as Extremes
      }, info)
    }
    weather.set(day, { expect })
    if (day.date.endsWith('-12-31'))
      for (const variable of [weather, records]) variable.mark(`end-of-${year}`)
  }
  repository.transaction(change, { label: day.date, creator: 'noaa', comment, validFrom, validTo })
}

/** `warmest 34.4 °C, windiest 6.0 m/s` */
function inWords(beaten: Partial<Extremes>): string {
  const names = extremeNames.filter(name => beaten[name])
  return names.map(name => `${name} ${measure(name, beaten[name]!.value)}`).join(', ')
}
