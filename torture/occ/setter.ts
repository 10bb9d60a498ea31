import { isVarveError, open } from 'varve'
import { task, tell, wait } from '../rig/parent.ts'
import { subjectOf } from '../subject/subjects.ts'
import { blind } from './blind.ts'

/** One of two who set the same variable. */
export interface RaceTask {
  readonly subject: string
  readonly place: string
  readonly id: number
  readonly plant?: string
}

/** How a race went for one of them. The first is told at the beginning, and is none. */
export interface RaceTold {
  readonly id: number
  readonly won: boolean
  readonly set: string
  /** Of what `saved` rejects with. */
  readonly code: string
  readonly withdrawn: readonly string[]
  /** What it has afterwards. */
  readonly value: string
  readonly index: number
}

const { subject, place, id, plant } = task<RaceTask>()
const store = subjectOf(subject).store(place)
const repository = await open(plant === 'blind' ? blind(store) : store)
const prize = await repository.watch('prize', '')
await repository.flush()
report({ won: false, set: '', code: '', withdrawn: [] })

for (let race = 0; wait(); race++) {
  const set = `${id}.${race}`
  try {
    prize.set(set, set)
    await prize.saved
    report({ won: true, set, code: '', withdrawn: [] })
  } catch (error) {
    if (!isVarveError(error, 'CONFLICT')) throw error
    const withdrawn = error.details.withdrawn.map(({ label }) => String(label))
    report({ won: false, set, code: error.code, withdrawn })
  }
}

function report(race: Omit<RaceTold, 'id' | 'value' | 'index'>): void {
  tell({ ...race, id, value: prize.value, index: prize.lastChange().index } satisfies RaceTold)
}
