/**
 * The naive twin of two openings of one mapping: records in lists, wants in a queue. It shares no code and no idea with what it
 * is held against.
 */
export type Tokens = readonly string[]

/** A change of one key, kept as what was wanted. */
export type Want =
  | { readonly do: 'begin' | 'set'; readonly value: Tokens }
  | { readonly do: 'push'; readonly token: string }
  | { readonly do: 'delete' }
  | { readonly do: 'rollback'; readonly to: number; readonly activate: boolean }

export interface Record {
  readonly kind: 'value' | 'rollback' | 'delete'
  readonly value: Tokens
  /** The version in effect; -1 where there is none. */
  readonly current: number
}

/** What one key has, here or there. */
export type Records = readonly Record[]

/** What one opening knows of one key. */
export class NaiveKey {
  /** As saved, as far as it has seen. */
  saved: Records = []
  wants: Want[] = []
  withdrawn = 0

  /** With what is pending. */
  get all(): Records {
    let all = this.saved
    for (const want of this.wants) all = applied(all, want)
    return all
  }

  get current(): Record | undefined {
    const last = this.all.at(-1)
    return last && last.current >= 0 ? last : undefined
  }

  /** Brings what is pending to the store; what was made on what has moved is made again, as far as it can be. */
  flush(stored: Records): Records {
    if (stored.length === this.saved.length) this.saved = this.all
    else {
      const base = this.saved.length
      let before = base
      let next = stored
      const moved = new Map<number, number>()
      for (const [i, want] of this.wants.entries()) {
        // What is put in the place of what was taken away is one change: it is refused, and so is the taking away.
        const isReplacing = isAbsence(want) && this.wants[i + 1]?.do === 'set'
        const made = isReplacing ? 'withdrawn' : remade(next, want, to => (to < base ? to : moved.get(to)))
        const count = applied([], want, true).length
        if (made === 'withdrawn') this.withdrawn += count
        else {
          for (let i = 0; i < Math.min(count, made.length - next.length); i++)
            moved.set(before + i, next.length + i)
          next = made
        }
        before += count
      }
      this.saved = next
    }
    this.wants = []
    return this.saved
  }
}

const isAbsence = (want: Want): boolean => want.do === 'delete' || (want.do === 'rollback' && !want.activate)

function remade(
  records: Records,
  want: Want,
  now: (to: number) => number | undefined,
): Records | 'withdrawn' {
  const isLive = records.at(-1)!.current >= 0
  switch (want.do) {
    case 'begin':
    case 'set':
      return 'withdrawn'
    case 'push':
      return isLive ? applied(records, want) : 'withdrawn'
    case 'delete':
      return isLive ? applied(records, want) : records
    case 'rollback': {
      const to = now(want.to)
      return to === undefined ? 'withdrawn' : applied(records, { ...want, to })
    }
  }
}

/** `counts` gives as many records as it makes, whatever they say. */
function applied(records: Records, want: Want, counts = false): Records {
  const last = records.at(-1)
  const value = last?.value ?? []
  switch (want.do) {
    case 'begin':
    case 'set':
      return [...records, { kind: 'value', value: want.value, current: records.length }]
    case 'push':
      return [...records, { kind: 'value', value: [...value, want.token], current: records.length }]
    case 'delete':
      return [...records, { kind: 'delete', value, current: -1 }]
    case 'rollback': {
      const back = counts ? [] : records[want.to]!.value
      const rolled: Records = [...records, { kind: 'rollback', value: back, current: want.to }]
      return want.activate ? rolled : applied(rolled, { do: 'delete' })
    }
  }
}
