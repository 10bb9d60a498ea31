import { open } from 'varve'
import { Changes, kinds, type Made } from '../ledger/changes.ts'
import { Random } from '../rig/random.ts'
import { task, tell, wait } from '../rig/parent.ts'
import { subjectOf } from '../subject/subjects.ts'

/** Writes until the power goes, which is when it waits. */
export interface Task {
  readonly subject: string
  readonly place: string
  readonly seed: number
  readonly life: number
  readonly plant?: string
}

export interface Told {
  readonly made: readonly Made[]
}

const { subject, place, seed, life, plant } = task<Task>()
const random = new Random(seed, 'writer', life)
const store = subjectOf(subject).store(place, plant)
const durable = store.sync && random.next() < 0.5 ? 'each' : 'tick'
const repository = await open(store, { durable })
const changes = await Changes.of(repository)
let count = 0

do {
  const told: Made[] = []
  for (let rounds = 1 + random.below(6); rounds > 0; rounds--) {
    const made = changes.make(random.pick(kinds), random, () => `${life}.${++count}`)
    await repository.flush()
    told.push(...made)
  }
  // Right after the acknowledgement, and before anything else is written.
  tell({ made: told } satisfies Told)
} while (wait())
