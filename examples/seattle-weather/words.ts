import { styleText } from 'node:util'
import type { Snapshot } from 'varve'
import type { Day } from './data.ts'

/** Prints a line that stands out, with an empty one before it. */
export function heading(text: string): void {
  console.log(`\n${styleText('bold', text)}`)
}

/** `2012-07-04: sun, 9.4 to 20.6 °C, no rain, wind 3.8 m/s` */
export function tell({ date, weather, temp_min, temp_max, precipitation, wind }: Snapshot<Day>): string {
  const rain = precipitation > 0 ? `${precipitation} mm of rain` : 'no rain'
  return `${date}: ${weather}, ${temp_min} to ${temp_max} °C, ${rain}, wind ${wind} m/s`
}
