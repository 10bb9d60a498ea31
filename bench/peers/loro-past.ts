import type { Edit } from '../history/edit.ts'
import { load } from '../runner/load.ts'
import { changedBy, document } from '../workloads/document.ts'
import type { OpenPast, Past } from './past.ts'

interface LoroMap {
  set(key: string, value: unknown): void
  get(key: string): unknown
}

interface LoroList {
  insertContainer(at: number, child: LoroMap): LoroMap
  get(at: number): LoroMap
  toJSON(): unknown[]
}

interface LoroText {
  insert(at: number, text: string): void
  delete(at: number, count: number): void
  toString(): string
}

interface LoroDoc {
  getMap(name: string): LoroMap
  getList(name: string): LoroList
  getText(name: string): LoroText
  commit(): void
  frontiers(): unknown
  checkout(frontiers: unknown): void
}

interface Loro {
  readonly LoroDoc: new () => LoroDoc
  readonly LoroMap: new () => LoroMap
}

/** Loro, one commit for each edit; a version is known by its frontiers. */
export const openPast: OpenPast = async (work, edits) => {
  const { LoroDoc, LoroMap } = await load<Loro>('loro-crdt')
  const doc = new LoroDoc()
  const noted = new Map<number, unknown>()
  const works = {
    number: () => numberIn(doc),
    leaf: () => leafIn(doc, LoroMap),
    text: () => textIn(doc, edits),
  }
  const { edit, visit } = works[work]()
  doc.commit()
  return {
    edit(step) {
      edit(step)
      doc.commit()
    },
    note: version => void noted.set(version, doc.frontiers()),
    visit(version) {
      doc.checkout(noted.get(version))
      return visit(version)
    },
  }
}

function textIn(doc: LoroDoc, edits: readonly Edit[]): Past {
  const text = doc.getText('text')
  return {
    edit(step) {
      const [at, remove, insert] = edits[step]!
      if (remove > 0) text.delete(at, remove)
      if (insert !== '') text.insert(at, insert)
    },
    visit: () => text.toString().length,
  }
}

function numberIn(doc: LoroDoc): Past {
  const map = doc.getMap('map')
  map.set('n', 0)
  return { edit: step => map.set('n', step + 1), visit: () => map.get('n') }
}

function leafIn(doc: LoroDoc, Child: Loro['LoroMap']): Past {
  const list = doc.getList('items')
  const maps = document().items.map((item, at) => {
    const map = list.insertContainer(at, new Child())
    for (const [key, value] of Object.entries(item)) map.set(key, value)
    return map
  })
  return {
    edit: step => maps[changedBy(step)]!.set('value', step),
    visit: version => list.toJSON()[changedBy(version)],
  }
}
