/** How many values a part of a column holds: as many as one copy of it may cost when a history is cut. */
const size = 1_024
const bits = 10
const mask = size - 1

/**
 * A list that only grows at its end, in parts of one size: nothing is copied when it grows, and no room waits for what may
 * never come, as in an array that doubles.
 */
export class Column<T> {
  #length = 0
  readonly #parts: T[][] = []

  get length(): number {
    return this.#length
  }

  get(at: number): T {
    return this.#parts[at >>> bits]![at & mask]!
  }

  set(at: number, value: T): void {
    this.#parts[at >>> bits]![at & mask] = value
  }

  /** Counts values that are not there, and have no room until `open`; only where there are none yet. */
  reserve(count: number): void {
    this.#length = count
  }

  /** Makes room for what was reserved around a place. */
  open(at: number): void {
    this.#parts[at >>> bits] ??= partOf<T>(undefined as T, size)
  }

  push(value: T): void {
    const at = this.#length++
    const place = at & mask
    if (place !== 0) this.#parts[at >>> bits]![place] = value
    else this.#parts[at >>> bits] = partOf(value, at === 0 ? 1 : size)
  }

  truncate(length: number): void {
    if (length >= this.#length) return
    this.#length = length
    this.#parts.length = Math.ceil(length / size)
    const last = this.#parts.at(-1)
    // What is cut off must not be held.
    if (last && (length & mask) !== 0) last.fill(undefined as T, length & mask)
  }
}

/**
 * A part with all its room: one that is pushed to has a third more. It begins with null, so that it is an array of anything
 * from the start: each array of another kind makes the compiler throw away what it made for the others.
 */
function partOf<T>(first: T, room: number): T[] {
  const part: unknown[] = room === 1 ? [null] : new Array<unknown>(room).fill(null)
  part[0] = first
  return part as T[]
}

/** The numbers that a typed column holds, a part of it. */
type Numbers = Float64Array | Int32Array | Uint8Array

/** As `Column`, of numbers in as many bytes as they need. */
export class NumberColumn {
  #length = 0
  readonly #parts: Numbers[] = []
  readonly #make: (size: number) => Numbers

  constructor(make: (size: number) => Numbers) {
    this.#make = make
  }

  get length(): number {
    return this.#length
  }

  get(at: number): number {
    return this.#parts[at >>> bits]![at & mask]!
  }

  set(at: number, value: number): void {
    this.#parts[at >>> bits]![at & mask] = value
  }

  /** Counts numbers that are not there, and have no room until `open`; only where there are none yet. */
  reserve(count: number): void {
    this.#length = count
  }

  /** Makes room for what was reserved around a place, all of it this number. */
  open(at: number, value: number): void {
    this.#parts[at >>> bits] ??= this.#make(size).fill(value)
  }

  /** Whether there is room for a place. */
  has(at: number): boolean {
    return this.#parts[at >>> bits] !== undefined
  }

  push(value: number): void {
    const at = this.#length++
    const place = at & mask
    let part = this.#parts[at >>> bits]
    if (part === undefined || place >= part.length) part = this.#grow(at >>> bits)
    part[place] = value
  }

  truncate(length: number): void {
    if (length < this.#length) this.#length = length
  }

  /** The first part begins small: most variables have short histories, and there may be a hundred thousand. */
  #grow(part: number): Numbers {
    const known = this.#parts[part]
    const numbers = this.#make(part > 0 ? size : Math.min(size, (known?.length ?? 2) * 2))
    if (known) numbers.set(known as never)
    return (this.#parts[part] = numbers)
  }
}
