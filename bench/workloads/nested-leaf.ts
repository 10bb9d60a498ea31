import type { Workload } from './workload.ts'

/** A level of the tree: nine primitive fields and, but for the deepest, a child. */
export interface Level {
  readonly id: number
  readonly name: string
  readonly kind: string
  readonly open: boolean
  readonly x: number
  readonly y: number
  readonly note: string | null
  readonly size: number
  count: number
  child?: Level
}

const depth = 6
const place = [...Array<string>(depth - 1).fill('child'), 'count']

/** Six levels of nine primitives and one child; each step sets one primitive of the deepest. */
export const nestedLeaf: Workload<Level> = {
  initial: () => level(1),
  mutate(draft, step) {
    draft.child!.child!.child!.child!.child!.count = step + 1
  },
  copy: (value, step) => copied(value, step),
  persist: (value, step) => value.setIn(place, step + 1),
  path: () => place,
  leaf: value => value.child!.child!.child!.child!.child!.count,
}

function level(number: number): Level {
  const fields = { name: `level ${number}`, kind: 'box', open: true, x: 1.5, y: 2.5, note: null, size: 40 }
  return { id: number, ...fields, count: 0, ...(number < depth && { child: level(number + 1) }) }
}

function copied(value: Level, step: number): Level {
  return value.child ? { ...value, child: copied(value.child, step) } : { ...value, count: step + 1 }
}
