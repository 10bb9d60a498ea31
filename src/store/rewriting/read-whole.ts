import { fstatSync, readSync } from 'node:fs'

/** Room for bytes that is used again and again: what is read into it is there until the next time. */
export class Scratch {
  #room: Buffer = Buffer.alloc(0)

  /** Room for so many bytes; what was in it is not kept. */
  of(length: number): Buffer {
    if (this.#room.length < length) this.#room = Buffer.allocUnsafeSlow(length + (length >> 2) + 4_096)
    return this.#room.subarray(0, length)
  }
}

/** So often a file is read that is longer or shorter than it says, as one is that somebody writes meanwhile. */
const mostTries = 8

/** Reads all bytes of an open file; none that could not be had is taken for its end. */
export function readWhole(fd: number, scratch: Scratch): Buffer {
  for (let tries = 1; ; tries++) {
    const { size } = fstatSync(fd)
    // One more, so that its end is seen.
    const room = scratch.of(size + 1)
    let length = 0
    for (let read = -1; read !== 0 && length < room.length; length += read)
      read = readSync(fd, room, length, room.length - length, length)
    if (length === size) return room.subarray(0, length)
    if (tries === mostTries)
      throw Object.assign(new Error(`${length} of ${size} bytes were read`), { code: 'EIO' })
  }
}
