/**
 * Four years of Seattle's weather, one year at each run, in variables that remember: `npm start`.
 * Read `record-year.ts` first, then `report.ts`.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { relative } from 'node:path'
import { isVarveError } from 'varve'
import { readArguments, usage, type Arguments } from './arguments.ts'
import { readDays, yearOf } from './data.ts'
import { lastRecorded, openObservatory, type Observatory } from './observatory.ts'
import { showWhole } from './overview.ts'
import { Progress } from './progress.ts'
import { recordDay } from './record-year.ts'
import { showPast, showWaysOn, showYear } from './report.ts'
import { startOver } from './start-over.ts'
import { tryOut } from './try-out.ts'

const given = readArguments(process.argv.slice(2))
if ('problem' in given) {
  console.error(`${given.problem}\n\n${usage}`)
  process.exitCode = 2
} else if (given.help) {
  console.log(usage)
} else {
  await run(given).catch((error: unknown) => {
    if (!isVarveError(error)) throw error
    console.error(`${error.code}: ${error.message}`)
    process.exitCode = 1
  })
}

async function run({ file, reset, pace }: Arguments): Promise<void> {
  if (reset) startOver(file)
  const observatory = openObservatory(file)
  try {
    const shown = relative('', file)
    console.log(`Seattle's weather, day by day, in ${shown}\n`)
    showPast(observatory)
    const year = await recordNextYear(observatory, pace)
    if (year === undefined) showWhole(observatory)
    else {
      showYear(observatory, year)
      tryOut(observatory, year)
    }
    showWaysOn(observatory, shown, year ?? '2015')
    const again = year === undefined ? '' : 'Run it again: it goes on from here. '
    console.log(`\n${again}To start over: npm start -- --reset`)
  } finally {
    observatory.repository.close()
  }
}

/** Goes on after the last day recorded, to the end of its year or of the next one. */
async function recordNextYear(observatory: Observatory, pace: number): Promise<string | undefined> {
  const last = lastRecorded(observatory)
  const ahead = readDays().filter(({ date }) => !last || date > last.date)
  if (ahead.length === 0) return undefined
  const year = yearOf(ahead[0]!)
  const days = ahead.filter(day => yearOf(day) === year)
  console.log(`Recording ${days.length} days of ${year}`)
  const progress = new Progress(year, days.length)
  for (const day of days) {
    recordDay(observatory, day)
    progress.recorded(day)
    if (pace > 0) await wait(pace)
  }
  return year
}
