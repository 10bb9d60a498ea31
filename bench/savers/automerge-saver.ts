import { load } from '../runner/load.ts'
import { changedBy, document, type Doc } from '../workloads/document.ts'
import type { Save } from './saver.ts'

interface Parts extends Doc {
  n: number
  readonly text: string
}

interface Automerge {
  from(initial: Parts): Parts
  change(doc: Parts, about: { time: number; message?: string }, edit: (draft: Parts) => void): Parts
  splice(draft: Parts, path: readonly string[], at: number, remove: number, insert: string): void
  save(doc: Parts): Uint8Array
}

/** Automerge, one change for each step; label and creator in its message, since its actors are devices. */
export const save: Save = async ({ work, count, number, edits, told }) => {
  const { from, change, splice, save: bytesOf } = await load<Automerge>('@automerge/automerge')
  let doc = from({ n: 0, text: '', items: work === 'leaf' ? document().items : [] })
  const editOf = {
    number: (draft: Parts, step: number): void => void (draft.n = number(step)),
    leaf: (draft: Parts, step: number): void => void (draft.items[changedBy(step)]!.value = step),
    text: (draft: Parts, step: number): void => splice(draft, ['text'], ...edits[step]!),
  }[work]
  for (let step = 0; step < count; step++) {
    const said = told?.(step)
    const about = said ? { time: said.time, message: `${said.label} ${said.creator}` } : { time: 0 }
    doc = change(doc, about, draft => editOf(draft, step))
  }
  return bytesOf(doc).length
}
