import { corrupt } from '../../value/corrupt.ts'
import { ByteReader } from './byte-reader.ts'
import { ByteWriter } from './byte-writer.ts'

/** From how many bytes on something gets a stream of its own: what is alike is compressed best by itself. */
const worthwhile = 64

/** What a segment is written to: small things go to the first stream, each large one to another. */
export class StreamWriter extends ByteWriter {
  readonly #others: Uint8Array[] = []

  /** All streams, the first of which says what is in the others. */
  get streams(): readonly Uint8Array[] {
    return [this.bytes, ...this.#others]
  }

  /** Bytes whose number the reader knows. */
  block(bytes: Uint8Array): void {
    if (bytes.length < worthwhile) this.put(bytes)
    else this.#others.push(bytes)
  }
}

/** Reads what a `StreamWriter` wrote. */
export class StreamReader extends ByteReader {
  readonly #streams: readonly Uint8Array[]
  #next = 1

  constructor(streams: readonly Uint8Array[]) {
    super(streams[0] ?? new Uint8Array())
    this.#streams = streams
  }

  block(length: number): Uint8Array {
    if (length < worthwhile) return this.take(length)
    const stream = this.#streams[this.#next++]
    return stream?.length === length ? stream : corrupt('a segment whose streams are of other lengths')
  }

  /** Fails where something was not read. */
  end(): void {
    if (!this.isAtEnd || this.#next !== Math.max(this.#streams.length, 1))
      corrupt('a segment with more in it than it says')
  }
}
