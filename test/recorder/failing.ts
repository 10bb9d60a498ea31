import { open } from 'varve'
import { sqlite } from 'varve/sqlite'

// A program whose file cannot be written: its second argument says whether it listens to that.
const [, , file, way] = process.argv
const repository = await open(sqlite(file!))
const n = await repository.watch('n', 0)
if (way === 'listens') await n.saved.catch((error: Error) => console.log(error.message))
