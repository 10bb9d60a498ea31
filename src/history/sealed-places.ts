import { type SealedLines, unseal, type Unsealed } from './sealed-lines.ts'

/** Where sealed lines stand among what a timeline has, until they are made. */
export class SealedPlaces {
  #all: { readonly place: number; readonly sealed: SealedLines }[] = []
  #end = 0

  /** The first place behind all of them. */
  get end(): number {
    return this.#end
  }

  /** Puts them behind those that are here. */
  add(sealed: SealedLines): void {
    this.#all.push({ place: this.#end, sealed })
    this.#end += sealed.last - sealed.first + 1
  }

  /** Makes the lines in which a place lies, which then are no longer here; undefined where it lies in none. */
  take(place: number): (Unsealed & { readonly place: number }) | undefined {
    const at = this.#all.findIndex(
      each => each.place <= place && place <= each.place + each.sealed.last - each.sealed.first,
    )
    if (at < 0) return undefined
    const { place: first, sealed } = this.#all[at]!
    const made = unseal(sealed)
    this.#all = this.#all.toSpliced(at, 1)
    return { ...made, place: first }
  }

  /** Makes the first of those that are left; undefined where there is none. */
  takeFirst(): (Unsealed & { readonly place: number }) | undefined {
    return this.#all[0] && this.take(this.#all[0].place)
  }

  /** Forgets all. */
  clear(): void {
    this.#all = []
    this.#end = 0
  }
}
