import { open } from 'varve'
import { isSealing } from '../../src/store/capabilities.ts'
import { allNames, Changes, kinds, type Made, type Name } from '../ledger/changes.ts'
import { Random } from '../rig/random.ts'
import { task, tell } from '../rig/parent.ts'
import { subjectOf } from '../subject/subjects.ts'

/** One life, which ends when the parent kills it. */
export interface Life {
  readonly subject: string
  readonly place: string
  readonly seed: number
  readonly life: number
  readonly plant?: string
}

/** What is told: how many revisions there were at the beginning, then what is acknowledged. */
export type Told = { readonly found: Readonly<Record<Name, number>> } | { readonly made: readonly Made[] }

const { subject, place, seed, life, plant } = task<Life>()
const random = new Random(seed, 'life', life)
const store = subjectOf(subject).store(place, plant)
// Told before it is saved, nothing is; so the defect is that of a program that does not wait.
const isEarly = plant === 'early'
const durable = store.sync && !isEarly && random.next() < 0.5 ? 'each' : 'tick'
const repository = await open(store, { durable })
const changes = await Changes.of(repository)
tell({ found: Object.fromEntries(allNames.map(name => [name, changes.end(name)])) })

let count = 0
for (;;) {
  const made = changes.make(random.pick(kinds), random, () => `${life}.${++count}`)
  // With 'each' it is saved when the change returns, but for what several together make.
  if (!isEarly && (durable === 'tick' || made.some(({ mark }) => mark)))
    await Promise.all(made.map(({ name }) => changes.variable(name).saved))
  tell({ made })
  if (isSealing(store) && random.next() < 0.05) for (const name of allNames) await store.seal(name, 'main')
  if (isEarly) await repository.flush()
}
