import { memory, openSync } from 'varve'

// A program that loses a race in each of two variables, and ends in the same tick.
const store = memory()
const [mine, theirs] = [openSync(store), openSync(store)]
const all = ['a', 'b'].map(name => mine.watch(name, 0))
mine.flush()
for (const { name } of all) theirs.watch(name, 0).set(5)
theirs.flush()
for (const variable of all) variable.set(1)
process.exit(0)
