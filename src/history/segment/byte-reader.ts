import { corrupt } from '../../value/corrupt.ts'

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Reads bytes from their beginning; what is not there is `CORRUPT`. */
export class ByteReader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length
  }

  byte(): number {
    return this.#bytes[this.#at++] ?? corrupt('a segment ends too early')
  }

  /** A whole number that is no greater than `most`. */
  count(most: number = Number.MAX_SAFE_INTEGER): number {
    let value = 0
    for (let unit = 1; unit <= 2 ** 49; unit *= 0x80) {
      const byte = this.byte()
      value += (byte & 0x7f) * unit
      if (byte < 0x80) return value <= most ? value : corrupt('a segment with a number that is too great')
    }
    return corrupt('a segment with a number that has no end')
  }

  take(length: number): Uint8Array {
    if (length > this.#bytes.length - this.#at) corrupt('a segment ends too early')
    this.#at += length
    return this.#bytes.subarray(this.#at - length, this.#at)
  }

  /** All that was not read. */
  rest(): Uint8Array {
    return this.take(this.#bytes.length - this.#at)
  }

  text(): string {
    return textOf(this.take(this.count()))
  }
}

/** Reads UTF-8; what is none is `CORRUPT`. */
export function textOf(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes)
  } catch (error) {
    return corrupt('a segment with text that is no UTF-8', error)
  }
}
