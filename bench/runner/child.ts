/** One candidate of one row, alone in its process: `child.ts SUITE ROW CANDIDATE RUN`; says what it measured as JSON. */
import './own-package.ts'
import type { Case, Run } from './case.ts'

const [suite, row, candidate, run] = process.argv.slice(2)
const { cases }: { cases: readonly Case[] } = await import(`../${suite}/cases.ts`)
const found = cases.find(one => one.row === row)
if (!found) throw new Error(`${suite} has no row ${row}`)
const told: Run = JSON.parse(run!)
const measured = await found.measure(candidate!, told)
process.stdout.write(`\n${JSON.stringify(measured)}\n`)
