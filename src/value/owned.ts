/** From how many on it is looked which of those in a container are still owned. */
const many = 32

const irregularOne = 1
const sealedOne = 2

/**
 * A container that one working value holds alone, and may change in place: nobody outside has ever seen it. Sealing ends
 * that for good. It knows the owned ones in it, so that sealing costs what was copied, not the whole.
 */
export class Owned {
  readonly container: object
  // One field for both: there may be one of these for each of a hundred thousand elements.
  #state: number
  /** Those in it, some of which may be sealed by now; most have one, which needs no list. */
  #kids: Owned | Owned[] | null = null

  constructor(container: object, irregular: boolean) {
    this.container = container
    this.#state = irregular ? irregularOne : 0
  }

  /** True where a Leaf may stand in one of its places, or a hole in an array: sealing looks for them then. */
  get irregular(): boolean {
    return (this.#state & irregularOne) !== 0
  }
  noteIrregular(): void {
    this.#state |= irregularOne
  }

  get isSealed(): boolean {
    return (this.#state & sealedOne) !== 0
  }

  /** Notes that a container stands in this one, and is owned like it. */
  hold(kid: Owned): void {
    const kids = this.#kids
    if (kids === null) this.#kids = kid
    else if (!Array.isArray(kids)) this.#kids = kids.isSealed ? kid : [kids, kid]
    else {
      // Each time there are twice as many: what was sealed alone, and copied again, would stand in it again and again.
      if (kids.length >= many && (kids.length & (kids.length - 1)) === 0) this.#kids = kids.filter(isOpen)
      ;(this.#kids as Owned[]).push(kid)
    }
  }

  /** Notes that it is sealed, and gives those in it, which are to be sealed too. */
  seal(each: (kid: Owned) => void): void {
    this.#state |= sealedOne
    const kids = this.#kids
    this.#kids = null
    if (Array.isArray(kids)) kids.forEach(each)
    else if (kids !== null) each(kids)
  }
}

const isOpen = (kid: Owned): boolean => !kid.isSealed
