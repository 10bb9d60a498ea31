import type { VarveError } from '../errors.ts'

/** A lost race of which nobody has heard, and what becomes of it if nobody does. */
interface Unheard {
  readonly error: VarveError<'CONFLICT'>
  readonly report: () => void
}

/** One call that waits for everything. */
interface Hearer {
  unheard?: Unheard
}

/** Calls that wait for everything, like `flush`: each throws, in the end, what was lost meanwhile and nobody else waits for. */
export class Hearers {
  readonly #all = new Set<Hearer>()

  /** Tells everybody who has nothing to throw yet; with nobody there it is reported. */
  tell(unheard: Unheard): void {
    const free = [...this.#all].filter(hearer => !hearer.unheard)
    for (const hearer of free) hearer.unheard = unheard
    if (free.length === 0) unheard.report()
  }

  /** Does all of it, then throws the `CONFLICT` that came up meanwhile. */
  async during(act: () => Promise<void>): Promise<void> {
    const hearer = this.#enter()
    try {
      await act()
    } catch (error) {
      // One error can be thrown.
      hearer.unheard?.report()
      throw error
    } finally {
      this.#all.delete(hearer)
    }
    if (hearer.unheard) throw hearer.unheard.error
  }

  /** As `during`, without waiting. */
  duringSync(act: () => void): void {
    const hearer = this.#enter()
    try {
      act()
    } catch (error) {
      hearer.unheard?.report()
      throw error
    } finally {
      this.#all.delete(hearer)
    }
    if (hearer.unheard) throw hearer.unheard.error
  }

  #enter(): Hearer {
    const hearer: Hearer = {}
    this.#all.add(hearer)
    return hearer
  }
}
