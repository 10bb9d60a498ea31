import { appendLaws } from './laws/append-laws.ts'
import { checkingLaws } from './laws/checking-laws.ts'
import { closingLaws } from './laws/closing-laws.ts'
import { costLaws } from './laws/cost-laws.ts'
import { crowdLaws } from './laws/crowd-laws.ts'
import { exclusiveLaws } from './laws/exclusive-laws.ts'
import { forgettingLaws } from './laws/forgetting-laws.ts'
import { loadLaws } from './laws/load-laws.ts'
import { markLaws } from './laws/mark-laws.ts'
import { nameLaws } from './laws/name-laws.ts'
import { queryingLaws } from './laws/querying-laws.ts'
import { raceLaws } from './laws/race-laws.ts'
import { readLaws } from './laws/read-laws.ts'
import { refusalLaws } from './laws/refusal-laws.ts'
import { rejectionLaws } from './laws/rejection-laws.ts'
import { sealingLaws } from './laws/sealing-laws.ts'
import { watchingLaws } from './laws/watching-laws.ts'
import { abilitiesOf, type Bench, type Law } from './law.ts'

/** What every store must do; what needs more than a bench and its store have is left out by `lawsFor`. */
export const storeLaws: readonly Law[] = [
  ...appendLaws,
  ...raceLaws,
  ...crowdLaws,
  ...readLaws,
  ...loadLaws,
  ...nameLaws,
  ...markLaws,
  ...refusalLaws,
  ...rejectionLaws,
  ...exclusiveLaws,
  ...forgettingLaws,
  ...sealingLaws,
  ...watchingLaws,
  ...checkingLaws,
  ...queryingLaws,
  ...costLaws,
  ...closingLaws,
]

/** The laws that a bench can run; opens a store once, to see what it can do. */
export async function lawsFor(bench: Bench): Promise<readonly Law[]> {
  const abilities = await abilitiesOf(bench)
  return storeLaws.filter(law => (law.needs ?? []).every(need => abilities.has(need)))
}
