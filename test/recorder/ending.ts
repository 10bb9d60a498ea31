import { open } from 'varve'
import { sqlite } from 'varve/sqlite'

// A program that changes a variable fifty times and ends at once, in the way that its second argument says.
const [, , file, way] = process.argv
const repository = await open(sqlite(file!))
const n = await repository.watch('n', 0)
await n.saved
for (let i = 1; i <= 50; i++) n.set(i)
if (way === 'exit') process.exit(0)
if (way === 'throw') throw new Error('uncaught')
if (way === 'kill') process.kill(process.pid, 'SIGKILL')
