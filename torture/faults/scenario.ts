import { isVarveError, open, type Repository } from 'varve'
import { allNames, Changes, type Kind, type Made } from '../ledger/changes.ts'
import { Random } from '../rig/random.ts'
import { task, tell } from '../rig/parent.ts'
import { subjectOf } from '../subject/subjects.ts'

/** Which stretch of the scenario is played. */
export interface Part {
  readonly subject: string
  readonly place: string
  /** The first number of its tokens. */
  readonly life: number
  readonly plant?: string
}

/** What is told: what was acknowledged; with what code something failed, or with what that is no error of ours. */
export type Told =
  | { readonly made: readonly Made[] }
  | { readonly failed: string; readonly step: string }
  | { readonly strange: string; readonly step: string }
  | { readonly ended: true }

const { subject, place, life, plant } = task<Part>()
const random = new Random('faults')
let count = 0

await play(['set', 'update', 'transaction', 'tick', 'mark'], 'each')
// A file that is there, and what is left of its log.
await play(['update', 'prune', 'tick', 'prune', 'set'], 'tick')
tell({ ended: true })
// What could not be saved was told; a last try at the end would be a second one after the fault.
process.kill(process.pid, 'SIGKILL')

async function play(kinds: readonly Kind[], durable: 'each' | 'tick'): Promise<void> {
  const store = await attempt('store', async () => subjectOf(subject).store(place, plant))
  const opened =
    store && (await attempt('open', async () => open(store, { durable: store.sync ? durable : 'tick' })))
  const changes = opened && (await attempt('watch', () => Changes.of(opened)))
  if (opened && changes) await change(opened, changes, kinds)
  await attempt('close', async () => opened?.close())
  await attempt('store.close', async () => store?.close())
}

async function change(repository: Repository, changes: Changes, kinds: readonly Kind[]): Promise<void> {
  let open: Made[] = []
  for (const kind of kinds) {
    const ends = new Map(allNames.map(name => [name, changes.end(name)]))
    await attempt(kind, async () => {
      changes.make(kind, random, () => `${life}.${++count}`)
      await repository.flush()
    })
    // A change that threw may have been recorded all the same, and be saved by the next one.
    for (const name of allNames) open.push(...since(changes, name, ends.get(name)!))
    open = acknowledge(changes, open)
  }
  await attempt('flush', () => repository.flush())
  acknowledge(changes, open)
}

function since(changes: Changes, name: Made['name'], from: number): Made[] {
  const variable = changes.variable(name)
  return Array.from({ length: changes.end(name) - from }, (_, place) => ({
    name,
    index: from + place,
    token: String(variable.revision(from + place).label),
  }))
}

/** Tells what is saved; gives back what is not, which has to be readable all the same. */
function acknowledge(changes: Changes, open: readonly Made[]): Made[] {
  const isSaved = ({ name, index }: Made) => changes.variable(name).revision(index).saved
  const made = open.filter(isSaved)
  if (made.length > 0) tell({ made })
  const left = open.filter(each => !isSaved(each))
  for (const { name, index, token } of left) {
    const value = JSON.stringify(changes.variable(name).at(index))
    if (!value.includes(token))
      tell({ strange: `${name}@${index} has not its value: ${value}`, step: 'read' })
  }
  return left
}

async function attempt<T>(step: string, act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act()
  } catch (error) {
    // A planted database opens its file itself, and before the store could say what is wrong.
    if (plant && step === 'store') return undefined
    const cause = (error as { cause?: unknown }).cause
    const codes = [error, cause].flatMap(each => (isVarveError(each) ? [each.code] : []))
    tell(codes.length > 0 ? { failed: codes.join(' '), step } : { strange: String(error), step })
    return undefined
  }
}
