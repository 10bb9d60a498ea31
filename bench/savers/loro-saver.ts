import { load } from '../runner/load.ts'
import { changedBy, document } from '../workloads/document.ts'
import type { Save } from './saver.ts'

interface LoroMap {
  set(key: string, value: unknown): void
}

interface LoroDoc {
  getMap(name: string): LoroMap
  getList(name: string): { insertContainer(at: number, child: LoroMap): LoroMap }
  getText(name: string): { insert(at: number, text: string): void; delete(at: number, count: number): void }
  commit(about?: { message: string; timestamp: number }): void
  export(how: { mode: 'snapshot' }): Uint8Array
}

interface Loro {
  readonly LoroDoc: new () => LoroDoc
  readonly LoroMap: new () => LoroMap
}

/** Loro, one commit for each step; label and creator in its message. */
export const save: Save = async ({ work, count, number, edits, told }) => {
  const { LoroDoc, LoroMap: Child } = await load<Loro>('loro-crdt')
  const doc = new LoroDoc()
  const map = doc.getMap('map')
  const text = doc.getText('text')
  const list = doc.getList('items')
  const maps = (work === 'leaf' ? document().items : []).map((item, at) => {
    const child = list.insertContainer(at, new Child())
    for (const [key, value] of Object.entries(item)) child.set(key, value)
    return child
  })
  const editOf = {
    number: (step: number) => map.set('n', number(step)),
    leaf: (step: number) => maps[changedBy(step)]!.set('value', step),
    text: (step: number) => {
      const [at, remove, insert] = edits[step]!
      if (remove > 0) text.delete(at, remove)
      if (insert !== '') text.insert(at, insert)
    },
  }[work]
  for (let step = 0; step < count; step++) {
    const said = told?.(step)
    editOf(step)
    doc.commit(said && { message: `${said.label} ${said.creator}`, timestamp: said.time })
  }
  return doc.export({ mode: 'snapshot' }).length
}
