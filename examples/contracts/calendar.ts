/** A clock that is set by hand, so that each run tells the same. Without one, revisions have the system's time. */
export class Calendar {
  #today: Date

  constructor(today: string) {
    this.#today = new Date(today)
  }

  get today(): Date {
    return this.#today
  }

  /** What a container asks for the time of a revision. */
  now(): number {
    return this.#today.getTime()
  }

  turnTo(day: string): void {
    this.#today = new Date(day)
  }
}
