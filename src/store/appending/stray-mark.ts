import type { Mark, Outcome, Run, Head } from '../store.ts'

/** The branch on which every variable begins: a mark names none, so one that is lost is lost to its head. */
export const firstBranch = 'main'

/** What a store has where marks are to be set. */
export interface MarkedStore {
  /** Tells whether a branch of the variable has a revision of this index. */
  isStored(mark: Mark): boolean
  /** Tells whether it stands already. */
  isMarked(mark: Mark): boolean
}

/** Finds the first mark whose index no branch would have after a unit with these runs. */
export function strayMark(
  marks: readonly Mark[],
  runs: readonly Run[],
  store: MarkedStore,
): Mark | undefined {
  const isThere = (mark: Mark): boolean =>
    Number.isSafeInteger(mark.index) &&
    mark.index >= 0 &&
    (runs.some(run => holds(run, mark)) || store.isStored(mark))
  return marks.find(mark => !isThere(mark) && !store.isMarked(mark))
}

/** What is answered to a unit with such a mark. */
export function lostMark({ variable }: Mark, actual: Head | null): Outcome {
  return { ok: false, variable, branch: firstBranch, actual }
}

function holds({ variable, head, lines }: Run, mark: Mark): boolean {
  return variable === mark.variable && head.index - lines.length < mark.index && mark.index <= head.index
}
