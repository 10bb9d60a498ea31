/**
 * An office keeps contracts, and can tell who did what, when and why: `node examples/contracts`.
 * Read `contract.ts` first, then `acts.ts`, `story.ts`, `report.ts`.
 */
import { isVarveError } from 'varve'
import { readArguments, usage, type Arguments } from './arguments.ts'
import { Calendar } from './calendar.ts'
import { NoDriver, openDatabase } from './database.ts'
import { Office } from './office.ts'
import { report } from './report.ts'
import { goOn } from './story.ts'

const given = readArguments(process.argv.slice(2), process.env['DATABASE_URL'])
if ('problem' in given) {
  console.error(`${given.problem}\n\n${usage}`)
  process.exitCode = 2
} else if (given.help) {
  console.log(usage)
} else {
  await run(given).catch((error: unknown) => {
    if (isVarveError(error)) console.error(`${error.code}: ${error.message}`)
    else if (error instanceof NoDriver) console.error(error.message)
    else throw error
    process.exitCode = 1
  })
}

async function run(given: Arguments): Promise<void> {
  await using database = await openDatabase(given)
  await using office = await Office.open(database.newStore, new Calendar('2031-01-01'))
  await goOn(office, database.newStore)
  await report(office)
}
