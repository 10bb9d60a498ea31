import { rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { isVarveError } from 'varve'
import { sqlite } from 'varve/sqlite'
import { makeRuns } from 'varve/testing'

/**
 * A program that appends runs of a variable to a file, from one index to another, and says what became of each: `kept`,
 * `lost` or the code of the error. What its tests do to the file and to its system calls, it does not know. Where the
 * disk is full it removes a file called `ballast` and sends the same run again.
 */
const [, , file, from, to] = process.argv
const store = sqlite(file!)
const said: string[] = []
for (const run of makeRuns('x', Number(to), { bodies: ['"some text"'] }).slice(Number(from))) {
  const answer = attempt(run)
  said.push(answer)
  if (answer !== 'DISK_FULL') continue
  rmSync(join(dirname(file!), 'ballast'), { force: true })
  said.push(attempt(run))
}
console.log(JSON.stringify({ said, lines: store.readSync('x', 'main', 0, Infinity).length }))
store.closeSync()

function attempt(run: Parameters<typeof store.appendSync>[0][0]['runs'][0]): string {
  try {
    return store.appendSync([{ runs: [run] }])[0]!.ok ? 'kept' : 'lost'
  } catch (error) {
    return isVarveError(error) ? error.code : String(error)
  }
}
