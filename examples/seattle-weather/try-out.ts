import { isVarveError } from 'varve'
import type { Observatory } from './observatory.ts'
import { recordDay } from './record-year.ts'
import { dayOf } from './report.ts'
import { heading } from './words.ts'

/** Tries a day that cannot be, then a step back and forward again. */
export function tryOut(observatory: Observatory, year: string): void {
  heading('A day that cannot be')
  tryImpossible(observatory, year)
  heading('A step back, and forward again')
  stepBack(observatory, year)
}

/** The validator of `weather` throws; the record that the day would have beaten is taken back with it. */
function tryImpossible(observatory: Observatory, year: string): void {
  const { weather, records } = observatory
  const before = [weather.lastChange(), records.lastChange()]
  const date = `${Number(year) + 1}-01-01`
  try {
    recordDay(observatory, { date, precipitation: 0, temp_max: 41, temp_min: 99, wind: 0, weather: 'sun' })
  } catch (error) {
    if (!isVarveError(error, 'REJECTED')) throw error
    console.log(`  ${error.message}`)
  }
  const after = [weather.lastChange(), records.lastChange()]
  const stand = after.every((revision, place) => revision === before[place])
  const named = after.map(({ variable, index }) => `${variable}@${index}`).join(' and ')
  console.log(`  ${named} ${stand ? 'are the last, as before' : 'should not be there'}`)
}

/** Rollback and undo append: nothing is ever taken out of a history. */
function stepBack(observatory: Observatory, year: string): void {
  const { weather, records } = observatory
  weather.rollback(dayOf(observatory, records.value[year]!.warmest.date), 'back to the warmest day')
  show()
  weather.undo({ label: 'and forward again' })
  show()

  function show(): void {
    const { index, kind, target, value } = weather.lastChange()
    console.log(
      `  weather@${index}  ${kind.padEnd(8)} of @${target!.index}: the value is that of ${value!.date}`,
    )
  }
}
