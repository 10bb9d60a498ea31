import { isVarveError, open } from 'varve'
import { sqlite } from 'varve/sqlite'

// A program that opens a file that is not ours in order to follow it, and goes on.
const before = process.listenerCount('exit')
try {
  await open(sqlite(process.argv[2]!), { follow: true })
} catch (error) {
  if (!isVarveError(error)) throw error
  // What came of it elsewhere has been reported by then.
  await new Promise(resolve => setImmediate(resolve))
  console.log(`${error.code}, listeners for the exit: ${process.listenerCount('exit') - before}`)
}
