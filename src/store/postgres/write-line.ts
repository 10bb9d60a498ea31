/** One write after the other, in the order of the calls: what is asked for later goes on where the earlier ended. */
export class WriteLine {
  #last: Promise<unknown> = Promise.resolve()

  async through<T>(write: () => Promise<T>): Promise<T> {
    const result = this.#last.then(write)
    this.#last = result.catch(() => undefined)
    return result
  }

  /** Waits for the writes that were asked for before. */
  async idle(): Promise<void> {
    await this.#last
  }
}
