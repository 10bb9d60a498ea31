import { diff, type DiffOptions, type Patches, type Snapshot } from 'varve'
import { same } from './same.ts'

interface Row {
  id: number
}
declare const rows: Row[]
declare const snapshot: Snapshot<Row[]>

// Either side may be a snapshot.
const patches = diff(rows, snapshot, { keys: (element, path) => [element, path.length] })
same<typeof patches, Patches>(true)
const options: DiffOptions = { keys: element => (element as Row).id }
diff(snapshot, rows, options)
// @ts-expect-error
diff(rows, rows, { key: () => 1 })
// @ts-expect-error
diff(rows, rows, { keys: 'id' })
// @ts-expect-error an element is not known to be of any type
diff(rows, rows, { keys: element => element.id })
// @ts-expect-error a text is no list of rows
diff(rows, 'rows')
