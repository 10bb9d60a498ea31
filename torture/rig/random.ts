/** Numbers that look random and come again with the same seed. */
export class Random {
  #state: number

  /** The same words give the same numbers, whatever else was drawn. */
  constructor(...words: (string | number)[]) {
    let state = 0x811c9dc5
    for (const character of words.join('\n')) state = Math.imul(state ^ character.codePointAt(0)!, 0x01000193)
    this.#state = state
  }

  /** A number from 0 to 1, itself excluded. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  /** A whole number from 0 to `end`, itself excluded. */
  below(end: number): number {
    return Math.floor(this.next() * end)
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)]!
  }

  /** So many of them, in their order. */
  sample<T>(all: readonly T[], count: number): T[] {
    let left = Math.min(count, all.length)
    return all.filter((_, place) => {
      const isTaken = this.next() * (all.length - place) < left
      if (isTaken) left--
      return isTaken
    })
  }

  /** So many of them, of each kind as many as of the others where there are enough. */
  sampleOfEach<T>(all: readonly T[], count: number, kindOf: (one: T) => string): T[] {
    const queues = [...Map.groupBy(all, kindOf).values()].map(kind => this.shuffled(kind))
    const rounds = Math.max(0, ...queues.map(queue => queue.length))
    const inTurn = Array.from({ length: rounds }, (_, round) =>
      queues.flatMap(queue => queue.slice(round, round + 1)),
    )
    return inTurn.flat().slice(0, count)
  }

  shuffled<T>(all: readonly T[]): T[] {
    return all
      .map(one => ({ one, key: this.next() }))
      .toSorted((a, b) => a.key - b.key)
      .map(({ one }) => one)
  }
}
