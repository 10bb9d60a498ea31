import { type Conflict, merge, type Resolve, type Snapshot } from 'varve'
import { same } from './same.ts'

interface Plan {
  days: number
  stops: string[]
}
declare const plan: Plan
declare const snapshot: Snapshot<Plan>

// The base says what is merged; either side may be a snapshot.
const merged = merge(plan, snapshot, plan)
same<typeof merged.value, Snapshot<Plan>>(true)
same<typeof merged.conflicts, readonly Conflict[]>(true)
same<typeof merged.value.stops, readonly string[]>(true)
// @ts-expect-error a text is no plan
merge(plan, 'Bern', plan)

const resolve: Resolve = ({ ours, theirs }) => ours ?? theirs
merge(plan, plan, plan, { resolve })
merge(plan, plan, plan, { resolve: 'theirs' })
// @ts-expect-error
merge(plan, plan, plan, { resolve: 'mine' })
