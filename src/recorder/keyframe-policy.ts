import type { Timeline } from '../history/timeline.ts'
import { encodeValue } from '../value/codec.ts'

/** Up to this length (characters) a value that its last line does not hold is kept with every append. */
const alwaysKept = 16_384

/**
 * Decides when the whole value goes to the store beside the lines, so that opening needs no replay: always while it is
 * short, which also lets any SQLite tool read it; a long one when as much was written since as it is long.
 */
export class KeyframePolicy {
  #length: number | undefined
  #since: number

  /** `length` is that of the keyframe found in the store, `since` what was written after it (characters). */
  constructor(length?: number, since = 0) {
    this.#length = length
    this.#since = since
  }

  /** The encoded head, if it is due after `written` characters of lines. */
  due(timeline: Timeline, written: number): string | undefined {
    if (timeline.isWhole(timeline.length - 1)) {
      this.#length = undefined
      return undefined
    }
    this.#since += written
    const length = this.#length
    if (length !== undefined && length > alwaysKept && this.#since < length) return undefined
    const value = encodeValue(timeline.head)
    this.#length = value.length
    this.#since = 0
    return value
  }
}
