/** Lets asynchronous changes of one variable run one after the other, in the order in which they were asked for. */
export class Turns {
  #last: Promise<void> = Promise.resolve()

  /** Settles when all that asked before have left; what it gives ends the turn, and must be called. */
  enter(): Promise<() => void> {
    const before = this.#last
    let leave!: () => void
    this.#last = new Promise(resolve => (leave = resolve))
    return before.then(() => leave)
  }
}
