import { create, revisionOf, update, type RevisionManager } from 'varve/immutable'
import { Doc, nextMoment } from './shapes.ts'

/** Five revisions, each in a millisecond of its own; all but the first have a creator and a comment. */
export function fiveRevisions(): { docs: Doc[]; manager: RevisionManager<Doc> } {
  const docs = [create(Doc)]
  for (const i of [1, 2, 3, 4]) {
    nextMoment()
    const change = { creator: i % 2 ? 'someone' : 'somebody', comment: `Some important update ${i}` }
    docs.push(
      update(
        docs.at(-1)!,
        draft => {
          draft.title = `${i}`
        },
        change,
      ),
    )
  }
  return { docs, manager: revisionOf(docs[0]!).manager }
}
export const titles = (docs: Iterable<Doc>) => [...docs].map(doc => doc.title)
