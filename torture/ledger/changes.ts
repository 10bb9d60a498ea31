import type { Repository, Variable } from 'varve'
import type { Random } from '../rig/random.ts'

/** The variables of a tortured store. Each value can be told from the tokens of its revisions: see `expected.ts`. */
export const names = ['note', 'log', 'left', 'right'] as const
/** One more that forgets all but its newest revisions. */
export const pruned = 'short'
/** So many of them stay. */
export const KEPT = 5
export type Name = (typeof names)[number] | typeof pruned
export const allNames: readonly Name[] = [...names, pruned]

/** How many places the log has; each is written again and again. */
export const PLACES = 40

export interface Note {
  readonly token: string
  /** How long the text is, in units of four characters. */
  readonly length: number
  readonly text: string
}

export interface Log {
  readonly count: number
  readonly last: string
  readonly places: readonly string[]
}

/** A revision that was made: where, and the token that is its label. A mark has the token as its name. */
export interface Made {
  readonly name: Name
  readonly index: number
  readonly token: string
  readonly mark?: true
}

export const kinds = ['set', 'update', 'transaction', 'mark', 'prune', 'tick'] as const
export type Kind = (typeof kinds)[number]

/** A note whose text follows from the rest, so that half of it shows. */
export const noteOf = (token: string, length: number): Note => ({
  token,
  length,
  text: `${token} `.repeat(length).slice(0, length * 4),
})

/** The same few variables, and changes to them in several shapes; each revision has a token of its own. */
export class Changes {
  readonly #repository: Repository
  readonly #all: Readonly<Record<Name, Variable<unknown>>>
  readonly #note: Variable<Note>
  readonly #log: Variable<Log>
  readonly #left: Variable<string>
  readonly #right: Variable<string>
  readonly #short: Variable<string>

  private constructor(repository: Repository) {
    this.#repository = repository
    const get = (name: Name): unknown => repository.get(name)
    this.#note = get('note') as Variable<Note>
    this.#log = get('log') as Variable<Log>
    this.#left = get('left') as Variable<string>
    this.#right = get('right') as Variable<string>
    this.#short = get(pruned) as Variable<string>
    const all = allNames.map(name => [name, get(name)])
    this.#all = Object.fromEntries(all) as Record<Name, Variable<unknown>>
  }

  static async of(repository: Repository): Promise<Changes> {
    const places = Array<string>(PLACES).fill('')
    await repository.watch<Note>('note', noteOf('', 0))
    await repository.watch<Log>('log', { count: 0, last: '', places })
    for (const name of ['left', 'right', pruned]) await repository.watch(name, '')
    return new Changes(repository)
  }

  variable(name: Name): Variable<unknown> {
    return this.#all[name]
  }

  /** Makes a change; what it made can be told to whoever waits when it is saved. */
  make(kind: Kind, random: Random, token: () => string): Made[] {
    switch (kind) {
      case 'set':
        return [this.#set(random, token())]
      case 'update':
        return [this.#update(token())]
      case 'transaction':
        return this.#transaction(random, token())
      case 'mark':
        return this.#mark(random, token())
      case 'prune':
        return this.#prune(token)
      case 'tick':
        return Array.from({ length: 2 + random.below(12) }, () =>
          this.make(random.pick(kinds.slice(0, 3)), random, token),
        ).flat()
    }
  }

  /** What will be made next is at this index of a variable. */
  end(name: Name): number {
    return this.variable(name).lastChange().index + 1
  }

  #set(random: Random, token: string): Made {
    const made = { name: 'note', index: this.end('note'), token } as const
    this.#note.set(noteOf(token, random.below(300)), token)
    return made
  }

  #update(token: string): Made {
    const made = { name: 'log', index: this.end('log'), token } as const
    this.#log.update(log => {
      log.count++
      log.last = token
      log.places[log.count % PLACES] = token
    }, token)
    return made
  }

  /** Both sides get the token, and the log a line. */
  #transaction(random: Random, token: string): Made[] {
    return this.#repository.transaction(() => {
      const sides = (['left', 'right'] as const).map(name => ({ name, index: this.end(name), token }))
      this.#left.set(token, token)
      const log = random.next() < 0.3 ? [this.#update(token)] : []
      this.#right.set(token, token)
      return [...sides, ...log]
    })
  }

  #mark(random: Random, token: string): Made[] {
    const made = this.#set(random, token)
    this.#note.mark(`m${token}`)
    return [made, { ...made, mark: true }]
  }

  /** Some are recorded anew, and as many forgotten. */
  #prune(token: () => string): Made[] {
    const made = Array.from({ length: 3 }, () => {
      const each: Made = { name: pruned, index: this.end(pruned), token: token() }
      this.#short.set(each.token, each.token)
      return each
    })
    this.#short.prune({ last: KEPT })
    return made
  }
}
