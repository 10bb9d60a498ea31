import { parseArgs } from 'node:util'
import type { Case } from './case.ts'
import { peersAreMissing } from './peers-are-missing.ts'
import { rounds, type Outcome } from './rounds.ts'
import { table } from './table.ts'

/** Measures the rows that the arguments choose, and prints their table. */
export async function runSuite(
  suite: string,
  cases: readonly Case[],
  note?: (trace: string | undefined) => string,
): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string' },
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
      trace: { type: 'string' },
    },
  })
  if (peersAreMissing()) return
  const { quick, trace = process.env['TRACE'] } = values
  const chosen = cases.filter(({ row }) => isChosen(row, values.only))
  if (chosen.length === 0)
    return misuse(`no row is called ${values.only}; there are ${cases.map(({ row }) => row).join(', ')}`)
  const count = Number(values.rounds ?? (quick ? 1 : 5))
  if (!Number.isInteger(count) || count < 1)
    return misuse(`--rounds takes a whole number, not ${values.rounds}`)
  const measured: [Case, readonly Outcome[]][] = []
  for (const one of chosen)
    measured.push([one, await rounds(suite, one, count, { quick, ...(trace && { trace }) })])
  const said = note?.(trace)
  if (said) console.log(said)
  const how = `medians of ${count} round${count === 1 ? '' : 's'}, each candidate in a process of its own`
  console.log(
    `Node ${process.versions.node}, ${how}${quick ? '; a quick run, whose figures say little' : ''}\n`,
  )
  console.log(table(measured))
}

/** `--only b` takes `b` and all that begins with `b-`. */
function isChosen(row: string, only: string | undefined): boolean {
  return only === undefined || only.split(',').some(name => row === name || row.startsWith(`${name}-`))
}

function misuse(what: string): void {
  console.error(what)
  process.exitCode = 2
}
