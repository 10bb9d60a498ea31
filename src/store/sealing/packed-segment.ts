import { createHash } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { revisionHash } from '../../history/hash.ts'
import { ByteReader } from '../../history/segment/byte-reader.ts'
import { ByteWriter } from '../../history/segment/byte-writer.ts'
import { decodeSegment } from '../../history/segment/decode-segment.ts'
import { encodeSegment } from '../../history/segment/encode-segment.ts'
import { corrupt } from '../../value/corrupt.ts'

/** What a segment is called where stores name the kind of what they keep. */
export const columnsKind = 'columns'

const version = 1
const [chainUnknown, chainKnown] = [0, 1]
const hashBytes = 32
/** A segment has a stream for each plane of a column and each column of texts. */
const mostStreams = 1_048_576
/** Deflate makes so many bytes of one at most. */
const mostOfOne = 1_032

/** Lines that are to be packed. */
export interface Stretched {
  readonly first: number
  readonly lines: readonly string[]
  /** Hash of the revision before `first`, where the store knows it. */
  readonly before: string | undefined
}

/** Where a segment stands in the chain: so the chain can be followed over it without its lines. */
export interface Link {
  readonly before: string
  readonly after: string
}

/** What was packed, and the hash of its last revision, where that before the first is known. */
export interface Packed {
  readonly bytes: Uint8Array
  readonly after: string | undefined
}

/** Packs consecutive lines as a store keeps them; undefined where they would not come back as they are. */
export function packSegment(
  { first, lines, before }: Stretched,
  pack: (streams: readonly Uint8Array[]) => Uint8Array = packed,
): Packed | undefined {
  const streams = encodeSegment(lines)
  if (!streams) return undefined
  const link = before === undefined ? undefined : { before, after: lines.reduce(revisionHash, before) }
  const content = pack(streams)
  const to = new ByteWriter()
  to.byte(version)
  to.byte(link ? chainKnown : chainUnknown)
  if (link) for (const hash of [link.before, link.after]) to.put(Buffer.from(hash, 'hex'))
  to.put(digestOf(first, first + lines.length - 1, link, content))
  to.put(content)
  return { bytes: to.bytes.slice(), after: link?.after }
}

/** A packed segment whose bytes are those that were written; what was changed since is `CORRUPT`. */
export class PackedSegment {
  readonly link: Link | undefined
  readonly #content: Uint8Array
  readonly #count: number

  constructor(bytes: Uint8Array, first: number, last: number) {
    const from = new ByteReader(bytes)
    if (from.byte() !== version) corrupt('a segment of no known version')
    const chain = from.byte()
    if (chain > chainKnown) corrupt('a segment of no known version')
    const hash = () => Buffer.from(from.take(hashBytes)).toString('hex')
    this.link = chain === chainKnown ? { before: hash(), after: hash() } : undefined
    const digest = from.take(hashBytes)
    this.#content = from.rest()
    this.#count = last - first + 1
    if (Buffer.compare(digest, digestOf(first, last, this.link, this.#content)) !== 0)
      corrupt('a segment that is not as it was written')
  }

  /** All lines of it. */
  get lines(): readonly string[] {
    const lines = decodeSegment(unpacked(this.#content))
    return lines.length === this.#count ? lines : corrupt('a segment with another number of lines')
  }
}

/** The streams one behind the other, each with its length and how many bytes it has here; 0 where it is as it was. */
function packed(streams: readonly Uint8Array[]): Uint8Array {
  const to = new ByteWriter()
  to.count(streams.length)
  for (const stream of streams) {
    const deflated = deflateRawSync(stream, { level: 9, memLevel: 9 })
    const isShorter = deflated.length < stream.length
    to.count(stream.length)
    to.count(isShorter ? deflated.length : 0)
    to.put(isShorter ? deflated : stream)
  }
  return to.bytes
}

function unpacked(content: Uint8Array): readonly Uint8Array[] {
  const from = new ByteReader(content)
  const streams = Array.from({ length: from.count(mostStreams) }, () => {
    const length = from.count()
    const deflated = from.count()
    return deflated === 0 ? from.take(length) : inflated(from.take(deflated), length)
  })
  return from.isAtEnd ? streams : corrupt('a segment with more in it than it says')
}

function inflated(bytes: Uint8Array, length: number): Uint8Array {
  // So what is allocated is bounded by what is there.
  if (length > bytes.length * mostOfOne) return corrupt('a segment that says it is longer than it can be')
  try {
    const stream = inflateRawSync(bytes, { maxOutputLength: length })
    if (stream.length === length) return stream
  } catch (error) {
    return corrupt('a segment that cannot be unpacked', error)
  }
  return corrupt('a segment whose streams are of other lengths')
}

function digestOf(first: number, last: number, link: Link | undefined, content: Uint8Array): Buffer {
  const where = `varve/1 segment\n${first}\n${last}\n${link?.before ?? ''}\n${link?.after ?? ''}\n`
  return createHash('sha256').update(where).update(content).digest()
}
