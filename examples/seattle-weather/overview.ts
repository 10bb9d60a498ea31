import { yearOf } from './data.ts'
import { extremeNames, measure } from './extremes.ts'
import type { Observatory } from './observatory.ts'
import { heading } from './words.ts'

const bars = '▁▂▃▄▅▆▇█'

/** Shows all years: read from the history alone, not from the CSV file. */
export function showWhole({ weather, records }: Observatory): void {
  console.log('All four years are known: nothing to record.')
  heading('The records, year by year')
  console.log(`  year ${extremeNames.map(name => name.padStart(20)).join('')}`)
  for (const [year, extremes] of Object.entries(records.value)) {
    const cells = extremeNames.map(name => {
      const { value, date } = extremes[name]
      return `${measure(name, value)} ${date.slice(5)}`.padStart(20)
    })
    console.log(`  ${year} ${cells.join('')}`)
  }

  heading('The days as recorded: mean of the highest temperatures of each month, January to December')
  for (const [year, months] of monthlyMeans({ weather })) {
    const chart = months.map(mean => bars[Math.min(7, Math.max(0, Math.floor(mean / 4)))]).join('')
    const [low, high] = [Math.min(...months), Math.max(...months)].map(mean => mean.toFixed(1))
    console.log(`  ${year} ${chart}  ${low} to ${high} °C`)
  }

  heading('The marks')
  for (const [name, { index, label }] of weather.marks()) {
    console.log(`  ${name}: weather@${index}, ${label}`)
  }
}

function monthlyMeans({ weather }: Pick<Observatory, 'weather'>): Map<string, number[]> {
  const years = new Map<string, number[][]>()
  for (const { value } of weather.history({ kind: 'set' })) {
    if (value === null) continue
    const months = years.get(yearOf(value)) ?? Array.from({ length: 12 }, () => [])
    years.set(yearOf(value), months)
    months[Number(value.date.slice(5, 7)) - 1]!.push(value.temp_max)
  }
  const mean = (numbers: readonly number[]) => numbers.reduce((sum, n) => sum + n, 0) / numbers.length
  return new Map(Array.from(years, ([year, months]) => [year, months.map(mean)]))
}
