import type { Gap, Head, Keyframe, Mark } from './store.ts'

/** What is held of a branch. */
export interface HeldBranch {
  /** Between gaps; the last one holds the head, and grows. */
  stretches: { readonly first: number; readonly lines: string[] }[]
  gaps: readonly Gap[]
  head: Head
  keyframe: Keyframe | undefined
  /** Which of all moves of the store was its last. */
  moved: number
}

/** Branches by variable, then by name. */
export type HeldVariables = Map<string, Map<string, HeldBranch>>

/** Marks by variable, then by name. */
export type HeldMarks = Map<string, Map<string, Mark>>

/** Copies all that changes, so that it can be put back. */
export function copyOfVariables(variables: HeldVariables): HeldVariables {
  return new Map(
    Array.from(variables, ([variable, branches]) => [
      variable,
      new Map(Array.from(branches, ([branch, held]) => [branch, copyOfBranch(held)])),
    ]),
  )
}

/** Copies which marks there are, so that they can be put back. */
export function copyOfMarks(marks: HeldMarks): HeldMarks {
  return new Map(Array.from(marks, ([variable, named]) => [variable, new Map(named)]))
}

function copyOfBranch(held: HeldBranch): HeldBranch {
  return { ...held, stretches: held.stretches.map(({ first, lines }) => ({ first, lines: lines.slice() })) }
}
