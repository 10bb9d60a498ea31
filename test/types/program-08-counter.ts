import { isVarveError, open, openSync, type Resolver } from 'varve'
import { sqlite } from 'varve/sqlite'
using repository = openSync(sqlite('counter.db'), { conflict: 'overwrite' })
const counter = repository.watch('counter', 0)
for (let i = 0; i < 2000; i++) counter.update(n => n + 1)
const later = await open(sqlite('docs.db'))
const prefer: Resolver = ({ path, theirs }) => (path[0] === 'title' ? theirs : undefined)
const doc = await later.watch('doc', { title: '', body: '' }, { conflict: { merge: prefer } })
const strict = await later.watch('strict', 0, { conflict: 'refuse' })
doc.update(d => {
  d.title = 'x'
})
try {
  await strict.set(1).saved
} catch (e) {
  if (isVarveError(e, 'CONFLICT')) console.log(e.details.actual.creator, e.details.expected.index)
}
await later.close()
// @ts-expect-error
await later.watch('x', 0, { conflict: 'refues' })
