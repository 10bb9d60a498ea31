import { load } from '../runner/load.ts'
import type { Edit } from '../history/edit.ts'
import { changedBy, document } from '../workloads/document.ts'
import type { OpenPast, Past } from './past.ts'

interface YMap {
  set(key: string, value: unknown): void
  get(key: string): unknown
}

interface YArray {
  push(items: readonly YMap[]): void
  get(at: number): YMap
  toJSON(): readonly unknown[]
}

interface YText {
  insert(at: number, text: string): void
  delete(at: number, count: number): void
  toString(): string
}

interface YDoc {
  getMap(name: string): YMap
  getArray(name: string): YArray
  getText(name: string): YText
  transact(edit: () => void): void
}

interface Yjs {
  readonly Doc: new (options: { readonly gc: false }) => YDoc
  readonly Map: new (entries: Iterable<readonly [string, unknown]>) => YMap
  snapshot(doc: YDoc): unknown
  createDocFromSnapshot(doc: YDoc, snapshot: unknown): YDoc
}

/** Yjs without its collection of garbage, one transaction for each edit; a version is known by a snapshot. */
export const openPast: OpenPast = async (work, edits) => {
  const yjs = await load<Yjs>('yjs')
  const doc = new yjs.Doc({ gc: false })
  const noted = new Map<number, unknown>()
  const works = {
    number: () => numberIn(doc),
    leaf: () => leafIn(doc, yjs.Map),
    text: () => textIn(doc, edits),
  }
  const { edit, look } = works[work]()
  return {
    edit: step => doc.transact(() => edit(step)),
    note: version => void noted.set(version, yjs.snapshot(doc)),
    visit: version => look(yjs.createDocFromSnapshot(doc, noted.get(version)), version),
  }
}

interface Part extends Pick<Past, 'edit'> {
  look(old: YDoc, version: number): unknown
}

function numberIn(doc: YDoc): Part {
  const map = doc.getMap('map')
  map.set('n', 0)
  return { edit: step => map.set('n', step + 1), look: old => old.getMap('map').get('n') }
}

function leafIn(doc: YDoc, Child: Yjs['Map']): Part {
  const list = doc.getArray('items')
  list.push(document().items.map(item => new Child(Object.entries(item))))
  return {
    edit: step => list.get(changedBy(step)).set('value', step),
    look: (old, version) => old.getArray('items').toJSON()[changedBy(version)],
  }
}

function textIn(doc: YDoc, edits: readonly Edit[]): Part {
  const text = doc.getText('text')
  return {
    edit(step) {
      const [at, remove, insert] = edits[step]!
      if (remove > 0) text.delete(at, remove)
      if (insert !== '') text.insert(at, insert)
    },
    look: old => old.getText('text').toString().length,
  }
}
