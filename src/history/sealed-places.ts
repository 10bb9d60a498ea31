import { type SealedLines, unseal, type Unsealed } from './sealed-lines.ts'

interface Part {
  readonly place: number
  readonly sealed: SealedLines
  made: Unsealed | undefined
}

/** The places of sealed lines, from the first one on; lines and hashes are made when one of their part is looked at. */
export class SealedPlaces {
  readonly #parts: readonly Part[]
  /** The first place behind them. */
  readonly end: number

  constructor(all: readonly SealedLines[] = []) {
    let end = 0
    this.#parts = all.map(sealed => {
      const place = end
      end += sealed.last - sealed.first + 1
      return { place, sealed, made: undefined }
    })
    this.end = end
  }

  line(place: number): string {
    const part = this.#partAt(place)
    return made(part).lines[place - part.place]!
  }

  hash(place: number): string {
    const part = this.#partAt(place)
    const { first, last, after } = part.sealed
    // The next part, and who comes behind all of them, ask for this one only.
    return place === part.place + last - first ? after : made(part).hashes[place - part.place]!
  }

  /** All of them. */
  unsealed(): Unsealed {
    const all = this.#parts.map(made)
    return { lines: all.flatMap(({ lines }) => lines), hashes: all.flatMap(({ hashes }) => hashes) }
  }

  #partAt(place: number): Part {
    let low = 0
    let high = this.#parts.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#parts[middle]!.place <= place) low = middle + 1
      else high = middle
    }
    return this.#parts[low - 1]!
  }
}

function made(part: Part): Unsealed {
  return (part.made ??= unseal(part.sealed))
}
