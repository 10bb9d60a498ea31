/** Units written to a string at a time: as arguments, some hundred thousand overflow the stack. */
const piece = 8_192

/**
 * A text under many edits: its units with a gap where the last edit was, so that the next one nearby costs what it changes.
 * A string costs its whole length each time.
 */
export class TextBuffer {
  #units: Uint16Array
  /** Where the gap begins and ends. */
  #from: number
  #to: number

  constructor(text: string) {
    this.#units = new Uint16Array(text.length + Math.max(256, text.length >>> 3))
    for (let i = 0; i < text.length; i++) this.#units[i] = text.charCodeAt(i)
    this.#from = text.length
    this.#to = this.#units.length
  }

  get length(): number {
    return this.#units.length - (this.#to - this.#from)
  }

  /** Replaces a stretch that lies within the text; gives what was there. */
  splice(index: number, remove: number, insert: string): string {
    this.#moveGap(index)
    const removed = read(this.#units, this.#to, this.#to + remove)
    this.#to += remove
    if (insert.length > this.#to - this.#from) this.#grow(insert.length)
    for (let i = 0; i < insert.length; i++) this.#units[this.#from + i] = insert.charCodeAt(i)
    this.#from += insert.length
    return removed
  }

  toString(): string {
    return read(this.#units, 0, this.#from) + read(this.#units, this.#to, this.#units.length)
  }

  #moveGap(index: number): void {
    const [from, to] = [this.#from, this.#to]
    if (index < from) this.#units.copyWithin(to - (from - index), index, from)
    else if (index > from) this.#units.copyWithin(from, to, to + index - from)
    this.#from = index
    this.#to = to + index - from
  }

  #grow(need: number): void {
    const { length } = this
    const units = new Uint16Array(length + need + Math.max(256, length >>> 1))
    units.set(this.#units.subarray(0, this.#from))
    const tail = this.#units.subarray(this.#to)
    units.set(tail, units.length - tail.length)
    this.#to = units.length - tail.length
    this.#units = units
  }
}

function read(units: Uint16Array, from: number, to: number): string {
  let text = ''
  // Spreading goes by the iterator, unit by unit.
  for (let at = from; at < to; at += piece)
    text += String.fromCharCode.apply(
      null,
      units.subarray(at, Math.min(to, at + piece)) as unknown as number[],
    )
  return text
}
