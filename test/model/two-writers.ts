/**
 * The naive twin of two writers on one store: whole values in lists, wants in a queue. It shares no code and no idea with
 * what it is held against.
 */
export type Name = 'a' | 'b'
export type Tokens = readonly string[]

/** A change of one variable, kept as what was wanted. */
export type Want =
  | { readonly do: 'push'; readonly name: Name; readonly token: string }
  | { readonly do: 'set'; readonly name: Name; readonly value: Tokens }
  | { readonly do: 'rollback'; readonly name: Name; readonly to: number }
  | { readonly do: 'both'; readonly token: string }

interface Version {
  readonly value: Tokens
  readonly kind: string
  readonly target: number | undefined
}

/** What the store has. */
export class NaiveStore {
  readonly versions: Record<Name, Version[]> = { a: [], b: [] }
  readonly forgotten: Record<Name, Set<number>> = { a: new Set(), b: new Set() }

  begin(name: Name): void {
    if (this.versions[name].length === 0)
      this.versions[name].push({ value: [], kind: 'initial', target: undefined })
  }

  /** Forgets all but the newest `last`, the first, and what rollbacks that stay have restored. */
  prune(name: Name, last: number): void {
    const { length } = this.versions[name]
    const stays = new Set<number>([0])
    for (let index = length - 1; index >= 0; index--) {
      if (this.forgotten[name].has(index)) continue
      if (index >= length - last) stays.add(index)
      const { target } = this.versions[name][index]!
      if (stays.has(index) && target !== undefined) stays.add(target)
    }
    for (let index = 0; index < length; index++) if (!stays.has(index)) this.forgotten[name].add(index)
  }
}

/** One writer: what it has seen, and what it has not saved. */
export class NaiveWriter {
  readonly #store: NaiveStore
  /** How many versions it has seen saved. */
  seen: Record<Name, number>
  pending: Want[] = []
  withdrawn = 0

  constructor(store: NaiveStore) {
    this.#store = store
    this.seen = { a: store.versions.a.length, b: store.versions.b.length }
  }

  want(want: Want): void {
    this.pending.push(want)
  }

  /** What the writer sees of a variable: what is saved as far as it knows, then its own. */
  versions(name: Name): Version[] {
    const versions = this.#store.versions[name].slice(0, this.seen[name])
    const all: Record<Name, Version[]> = { a: [], b: [] }
    all[name] = versions
    for (const want of this.pending) apply(want, all, name)
    return versions
  }

  /** Saves what is pending; what was built on what others have moved is wanted again on top of theirs. */
  flush(): void {
    const { versions } = this.#store
    const moved = new Set<Name>((['a', 'b'] as const).filter(name => versions[name].length > this.seen[name]))
    const kept: Want[] = []
    const lost: Want[] = []
    for (const want of this.pending) {
      const names = namesOf(want)
      if (!names.some(name => moved.has(name))) kept.push(want)
      else {
        lost.push(want)
        for (const name of names) moved.add(name)
      }
    }
    for (const want of kept) apply(want, versions)
    for (const want of lost) {
      const isGone =
        want.do === 'set' || (want.do === 'rollback' && this.#store.forgotten[want.name].has(want.to))
      if (isGone) this.withdrawn += 1
      else apply(want, versions)
    }
    // Only a race makes others' revisions known.
    const touched = new Set(this.pending.flatMap(namesOf))
    for (const name of touched) this.seen[name] = versions[name].length
    this.pending = []
  }

  refresh(): void {
    this.flush()
    for (const name of ['a', 'b'] as const) this.seen[name] = this.#store.versions[name].length
  }
}

function namesOf(want: Want): readonly Name[] {
  return want.do === 'both' ? ['a', 'b'] : [want.name]
}

function apply(want: Want, versions: Record<Name, Version[]>, only?: Name): void {
  for (const name of namesOf(want)) {
    if (only && name !== only) continue
    const list = versions[name]
    const value = list.at(-1)!.value
    if (want.do === 'set') list.push({ value: want.value, kind: 'set', target: undefined })
    else if (want.do === 'rollback')
      list.push({ value: list[want.to]!.value, kind: 'rollback', target: want.to })
    else list.push({ value: [...value, want.token], kind: 'update', target: undefined })
  }
}
