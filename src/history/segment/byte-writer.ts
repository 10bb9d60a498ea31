const encoder = new TextEncoder()

/** Bytes that grow at their end. */
export class ByteWriter {
  #bytes = new Uint8Array(256)
  #length = 0

  /** What was written so far. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }

  byte(value: number): void {
    this.#room(1)
    this.#bytes[this.#length++] = value
  }

  /** A whole number from 0 to 2^53 - 1, seven bits in a byte, the lowest first. */
  count(value: number): void {
    let rest = value
    while (rest >= 0x80) {
      this.byte((rest % 0x80) | 0x80)
      rest = Math.floor(rest / 0x80)
    }
    this.byte(rest)
  }

  put(bytes: Uint8Array): void {
    this.#room(bytes.length)
    this.#bytes.set(bytes, this.#length)
    this.#length += bytes.length
  }

  /** The text as UTF-8, behind the number of its bytes. */
  text(text: string): void {
    const bytes = encoder.encode(text)
    this.count(bytes.length)
    this.put(bytes)
  }

  #room(more: number): void {
    const needed = this.#length + more
    if (needed <= this.#bytes.length) return
    const bytes = new Uint8Array(Math.max(needed, this.#bytes.length * 2))
    bytes.set(this.bytes)
    this.#bytes = bytes
  }
}
