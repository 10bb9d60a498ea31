import { unshared } from '../value/plain-values.ts'

/**
 * The naive twin of a mapping: every version kept whole, states and lines kept up by hand as things happen. It shares no code
 * and no idea with what it is held against.
 */
export type State = 'locked' | 'retired' | 'deleted'

export interface NaiveVersion {
  readonly value: unknown
  readonly creator: string | null
  readonly comment: string | null
  readonly start: number
  end: number | null
  state: State
}

/** What a query asks for. */
export interface NaiveQuery {
  readonly creator?: string
  readonly comment?: string
  readonly startAfter?: Date
  readonly startBefore?: Date
  readonly reversed?: boolean
  readonly batchStart?: number
  readonly batchSize?: number
  readonly dropped?: boolean
}

/** One life of one key. */
export class NaiveLife {
  /** By number; undefined where it was no version. */
  readonly versions: (NaiveVersion | undefined)[] = []
  /** The numbers in effect as they were when each version was made. */
  readonly #lines: number[][] = []
  line: readonly number[] = []
  current = -1

  record(value: unknown, time: number, creator: string | null = null, comment: string | null = null): void {
    this.#end('retired', time)
    this.current = this.versions.length
    this.line = [...this.line, this.current]
    this.#lines[this.current] = [...this.line]
    const said = { creator, comment, start: time }
    this.versions.push({ value: unshared(value), ...said, end: null, state: 'locked' })
  }

  delete(time: number): void {
    this.#end('deleted', time)
    this.versions.push(undefined)
    this.current = -1
  }

  rollback(to: number, time: number): void {
    this.#end('retired', time)
    this.versions.push(undefined)
    this.current = to
    this.line = this.#lines[to]!
    const version = this.versions[to]!
    version.state = 'locked'
    version.end = null
  }

  get value(): unknown {
    return this.current < 0 ? undefined : unshared(this.versions[this.current]!.value)
  }

  /** The numbers of all versions. */
  get numbers(): number[] {
    return this.versions.flatMap((version, number) => (version ? [number] : []))
  }

  find(query: NaiveQuery): number[] {
    const among = query.dropped ? this.numbers.filter(number => !this.line.includes(number)) : this.line
    let found = among.filter(number => {
      const { creator, comment, start } = this.versions[number]!
      if (query.creator !== undefined && creator !== query.creator) return false
      if (query.comment !== undefined && !comment?.includes(query.comment)) return false
      if (query.startAfter && !(start > query.startAfter.getTime())) return false
      return !query.startBefore || start < query.startBefore.getTime()
    })
    if (query.reversed) found = found.toReversed()
    found = found.slice(query.batchStart ?? 0)
    return found.slice(0, query.batchSize ?? found.length)
  }

  #end(state: State, time: number): void {
    const version = this.versions[this.current]
    if (!version) return
    version.state = state
    version.end = time
  }
}

/** Keys and their lives. */
export class NaiveMapping {
  readonly lives: Map<string, NaiveLife[]> = new Map()
  /** What is current, in order. */
  order: string[] = []
  seconds = 0

  time(): number {
    return ++this.seconds * 1000
  }

  life(key: string): NaiveLife | undefined {
    return this.lives.get(key)?.at(-1)
  }

  begin(key: string, value: unknown): void {
    const lives = this.lives.get(key) ?? []
    const life = new NaiveLife()
    this.lives.set(key, [...lives, life])
    life.record(value, this.time())
    this.order = [...this.order.filter(each => each !== key), key]
  }

  /** Brings the order up to date. */
  moved(key: string): void {
    const isThere = (this.life(key)?.current ?? -1) >= 0
    if (!isThere) this.order = this.order.filter(each => each !== key)
    else if (!this.order.includes(key)) this.order.push(key)
  }
}
