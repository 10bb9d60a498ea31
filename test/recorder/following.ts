import { open } from 'varve'
import { sqlite } from 'varve/sqlite'

// A program that does nothing but follow, and ends by itself once it has heard of a 5.
const repository = await open(sqlite(process.argv[2]!), { follow: true })
const n = await repository.watch('n', 0)
n.addListener((_, { value }) => {
  console.log(value)
  if (value === 5) void repository.close()
})
console.log('ready')
