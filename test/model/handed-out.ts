import { expect } from 'vitest'
import { isVarveError } from 'varve'
import { described } from '../value/plain-values.ts'
import { openPart } from './open-part.ts'

interface Held {
  readonly door: string
  readonly read: () => string
  readonly text: string
}

/** All that was handed out, each with what it said at that time, in words: nothing of it may ever say anything else. */
export class HandedOut {
  readonly #held: Held[] = []
  readonly #known = new WeakSet<object>()
  readonly #ends: (() => void)[] = []

  /** Notes a snapshot, which must be closed in all its parts from the beginning. */
  take<T>(door: string, value: T): T {
    if (typeof value !== 'object' || value === null || this.#known.has(value)) return value
    this.#known.add(value)
    const open = openPart(value)
    if (open) expect.fail(`${door}: ${open}`)
    this.#note(door, () => described(value))
    return value
  }

  /** Notes something that gives a snapshot whenever it is asked, as a revision does until it is forgotten. */
  window(door: string, read: () => unknown): void {
    this.take(door, read())
    const text = () => described(read())
    this.#note(door, text)
  }

  /** Notes an iterator, of which half is read now and the rest at the end. */
  walk<T>(door: string, parts: Iterable<T>): void {
    const text = [...parts].map(described)
    const walking = parts[Symbol.iterator]()
    const seen: string[] = []
    const go = (until: number) => {
      while (seen.length < until) {
        const { done, value } = walking.next()
        if (done) return
        seen.push(described(value))
      }
    }
    go(text.length / 2)
    this.#ends.push(() => {
      go(Infinity)
      expect(seen, door).toEqual(text)
    })
  }

  check(): void {
    for (const { door, read, text } of this.#held) {
      const now = readOrForgotten(read)
      if (now !== undefined && now !== text)
        expect.fail(`what was handed out as ${door} has changed:\n${text}\nis now\n${now}`)
    }
  }

  /** As `check`, and reads every iterator to its end. */
  end(): void {
    this.check()
    for (const end of this.#ends.splice(0)) end()
  }

  #note(door: string, read: () => string): void {
    this.#held.push({ door, read, text: read() })
  }
}

function readOrForgotten(read: () => string): string | undefined {
  try {
    return read()
  } catch (error) {
    if (isVarveError(error, 'UNKNOWN_REVISION')) return undefined
    throw error
  }
}
