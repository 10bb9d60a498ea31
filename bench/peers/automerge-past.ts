import { load } from '../runner/load.ts'
import { changedBy, document, type Doc } from '../workloads/document.ts'
import type { OpenPast } from './past.ts'

type Heads = readonly string[]

/** All three works in one document; each uses its part. */
interface Parts extends Doc {
  n: number
  readonly text: string
}

interface Automerge {
  from(initial: Parts): Parts
  change(doc: Parts, edit: (draft: Parts) => void): Parts
  splice(draft: Parts, path: readonly string[], at: number, remove: number, insert: string): void
  getHeads(doc: Parts): Heads
  view(doc: Parts, heads: Heads): Parts
}

/** Automerge, one change for each edit; a version is known by its heads. */
export const openPast: OpenPast = async (work, edits) => {
  const { from, change, splice, getHeads, view } = await load<Automerge>('@automerge/automerge')
  const noted = new Map<number, Heads>()
  let doc = from({ n: 0, text: '', items: work === 'leaf' ? document().items : [] })
  const editOf = {
    number: (draft: Parts, step: number): void => void (draft.n = step + 1),
    leaf: (draft: Parts, step: number): void => void (draft.items[changedBy(step)]!.value = step),
    text: (draft: Parts, step: number): void => splice(draft, ['text'], ...edits[step]!),
  }[work]
  return {
    edit(step) {
      doc = change(doc, draft => editOf(draft, step))
    },
    note: version => void noted.set(version, getHeads(doc)),
    visit(version) {
      const { n, text, items } = view(doc, noted.get(version)!)
      return { number: n, text: text.length, leaf: items[changedBy(version)]?.value }[work]
    },
  }
}
