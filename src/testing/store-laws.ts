import { appendLaws } from './laws/append-laws.ts'
import { closingLaws } from './laws/closing-laws.ts'
import { markLaws } from './laws/mark-laws.ts'
import { nameLaws } from './laws/name-laws.ts'
import { raceLaws } from './laws/race-laws.ts'
import { readLaws } from './laws/read-laws.ts'
import { rejectionLaws } from './laws/rejection-laws.ts'
import type { Bench, Law } from './law.ts'

/** What every store must do; a law that needs what a bench does not have is left out with `lawsFor`. */
export const storeLaws: readonly Law[] = [
  ...appendLaws,
  ...raceLaws,
  ...readLaws,
  ...nameLaws,
  ...markLaws,
  ...rejectionLaws,
  ...closingLaws,
]

/** The laws that a bench can run. */
export function lawsFor(bench: Bench): readonly Law[] {
  return storeLaws.filter(law => !law.needs || bench[law.needs])
}
