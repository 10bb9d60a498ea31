import { watch, type Readable, type Revision } from 'varve'

interface Row {
  index: number
  when: string
  who: string
  what: string
}
function rows<T>(variable: Readable<T>, size = 50): Row[] {
  return variable.history({ reversed: true, batchStart: 0, batchSize: size }).map(r => ({
    index: r.index,
    when: r.timestamp.toISOString(),
    who: r.creator ?? '',
    what: r.label ?? r.kind,
  }))
}
const doc = watch('doc', { title: '', blocks: [] as { id: string; text: string }[] })
export const all = rows(doc)
const stop = doc.subscribe(
  d => d.blocks.length,
  n => console.log(n),
)
stop()
export const byAnn: Revision<{ title: string; blocks: { id: string; text: string }[] }>[] = doc
  .history({ creator: 'ann', path: 'title' })
  .toArray()
