import { memory, openSync } from 'varve'

// A program whose last change loses a race, and which ends in the same tick.
const store = memory()
const [mine, theirs] = [openSync(store), openSync(store)]
const n = mine.watch('n', 0)
mine.flush()
theirs.watch('n', 0).set(5)
theirs.flush()
n.set(1).saved.catch(() => {})
process.exit(0)
