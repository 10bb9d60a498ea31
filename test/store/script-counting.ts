/** `node script-counting.ts FILE TIMES [journal]`: adds one to `runs` so often, each durable, and says how many were kept. */
import { openSync } from 'varve'
import { openScript } from '../../src/store/script/open-script.ts'

const [file, times, journal] = process.argv.slice(2) as [string, string, string | undefined]
const repository = openSync(openScript(file, { journal: journal === 'journal' }), { durable: 'each' })
const runs = repository.watch('runs', 0)
for (let i = 0; i < Number(times); i++) runs.update(n => n + 1)
repository.close()
console.log(times)
