import { pick } from '../runner/pick.ts'
import { items, type Item } from './items.ts'

/** A document of 1,000 objects. */
export interface Doc {
  readonly items: Item[]
}

const size = 1_000

/** The document as it begins. */
export function document(): Doc {
  return { items: items(size) }
}

/** Which of the objects a step changes; it looks random. */
export function changedBy(step: number): number {
  return pick(step, size)
}
