import { sqlite } from 'varve/sqlite'

// A program that does nothing but await a watch: it lives until it was told of a move.
const store = sqlite(process.argv[2]!)
for await (const { heads } of store.watch()) {
  console.log(JSON.stringify(heads.map(head => head.index)))
  if (heads.length > 0) break
}
store.closeSync()
