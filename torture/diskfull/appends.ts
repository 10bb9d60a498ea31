import { isVarveError, open, type Repository } from 'varve'
import { audit } from '../ledger/audit.ts'
import { Changes, noteOf, type Made } from '../ledger/changes.ts'
import { Random } from '../rig/random.ts'
import type { Subject } from '../subject/subject.ts'
import type { Room } from './room.ts'

/** How far an append may go wrong, and when room begins to lack. */
export interface Expected {
  /** The codes that are right, of the error or its cause. */
  readonly codes: readonly string[]
  /** What comes before there is little room: nothing, a file that is closed again, or one that stays open. */
  readonly before: 'nothing' | 'closed' | 'open'
  /** Whether it has to go on with the repository as it is once there is room; else it may have to be opened anew. */
  readonly goesOn: boolean
}

/** What came of it: a sentence for each thing that is wrong, and how many of the appends failed. */
export interface Outcome {
  readonly problems: readonly string[]
  readonly failed: readonly string[]
}

const appends = ['set', 'tick', 'transaction', 'large'] as const
const random = () => new Random('diskfull')

/** Four appends with too little room: told as failed or kept, readable either way, and all of them kept once there is room. */
export async function appendIn(
  room: Room,
  subject: Subject,
  expected: Expected,
  plant?: string,
): Promise<Outcome> {
  const play = new Play(room, subject, expected, plant)
  try {
    await play.run()
  } catch (error) {
    play.problems.push(String(error))
  }
  return { problems: play.problems, failed: play.failed }
}

class Play {
  readonly problems: string[] = []
  readonly failed: string[] = []
  readonly #room: Room
  readonly #subject: Subject
  readonly #expected: Expected
  readonly #plant: string | undefined
  readonly #acknowledged: Made[] = []
  #open: Made[] = []
  #count = 0

  constructor(room: Room, subject: Subject, expected: Expected, plant: string | undefined) {
    this.#room = room
    this.#subject = subject
    this.#expected = expected
    this.#plant = plant
  }

  async run(): Promise<void> {
    const { place } = this.#room
    this.#subject.prepare?.(place)
    if (this.#expected.before === 'closed') await this.#prepare()
    if (this.#expected.before !== 'open') this.#room.narrow()
    const store = this.#subject.store(place, this.#plant)
    let changes: Changes | undefined
    try {
      const repository = await this.#attempt(() => open(store))
      changes = repository && (await this.#attempt(() => Changes.of(repository)))
      if (repository && changes) await this.#change(repository, changes)
      this.#room.widen()
      if (repository && changes) await this.#goOn(repository, changes)
    } finally {
      await store.close()
    }
    await this.#after()
  }

  async #prepare(): Promise<void> {
    const repository = await open(this.#subject.store(this.#room.place))
    const changes = await Changes.of(repository)
    this.#acknowledged.push(...changes.make('set', random(), () => `0.${++this.#count}`))
    await repository.close()
  }

  async #change(repository: Repository, changes: Changes): Promise<void> {
    if (this.#expected.before === 'open') {
      this.#acknowledged.push(...this.#make(changes, 'set'))
      await repository.flush()
      this.#room.narrow()
    }
    for (const kind of appends) {
      this.#open.push(...this.#make(changes, kind))
      await this.#attempt(() => repository.flush())
      this.#acknowledge(changes)
    }
  }

  #make(changes: Changes, kind: (typeof appends)[number]): Made[] {
    if (kind !== 'large') return changes.make(kind, random(), () => `1.${++this.#count}`)
    const token = `1.${++this.#count}`
    const made: Made = { name: 'note', index: changes.end('note'), token }
    changes.variable('note').set(noteOf(token, 1_500), token)
    return [made]
  }

  /** What is said to be saved is held to that; what is not must be readable here all the same. */
  #acknowledge(changes: Changes): void {
    const isSaved = ({ name, index }: Made) => changes.variable(name).revision(index).saved
    this.#acknowledged.push(...this.#open.filter(isSaved))
    this.#open = this.#open.filter(made => !isSaved(made))
    for (const { name, index, token } of this.#open)
      if (!JSON.stringify(changes.variable(name).at(index)).includes(token))
        this.problems.push(`${name}@${index} is not readable while it is pending`)
  }

  /** There is room again: what is pending is saved by a flush. */
  async #goOn(repository: Repository, changes: Changes): Promise<void> {
    try {
      await repository.flush()
    } catch (error) {
      if (this.#expected.goesOn) this.problems.push(`there is room again, and flush fails: ${told(error)}`)
      return
    }
    this.#acknowledge(changes)
    if (this.#open.length > 0) this.problems.push(`${this.#open.length} revisions are pending after a flush`)
  }

  /** Opened anew it works, and holds what was acknowledged. */
  async #after(): Promise<void> {
    const { place } = this.#room
    const repository = await open(this.#subject.store(place))
    const changes = await Changes.of(repository)
    this.#acknowledged.push(...changes.make('tick', random(), () => `2.${++this.#count}`))
    await repository.close()
    this.problems.push(...(await audit(this.#subject, place, this.#acknowledged)).problems)
    this.problems.push(...(this.#subject.problems?.(place) ?? []))
  }

  async #attempt<T>(act: () => Promise<T>): Promise<T | undefined> {
    try {
      return await act()
    } catch (error) {
      const codes = codesOf(error)
      this.failed.push(codes.join(' ') || String(error))
      if (!codes.some(code => this.#expected.codes.includes(code)))
        this.problems.push(`fails with ${told(error)}`)
      return undefined
    }
  }
}

function codesOf(error: unknown): string[] {
  if (!isVarveError(error)) return []
  return [error.code, ...codesOf(error.cause)]
}

function told(error: unknown): string {
  const { cause } = error as { cause?: unknown }
  return cause instanceof Error ? `${String(error)} (${cause.message})` : String(error)
}
