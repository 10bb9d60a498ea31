/** Whole numbers in bytes: a plane has one byte of each, the lowest first. */
export function toPlanes(values: readonly number[], width: number): Uint8Array[] {
  return Array.from({ length: width }, (_, plane) => {
    const bytes = new Uint8Array(values.length)
    // Bits end at 32, and times have 41.
    const unit = 256 ** plane
    for (let i = 0; i < bytes.length; i++) bytes[i] = Math.floor(values[i]! / unit) % 256
    return bytes
  })
}

/** Puts planes together again. */
export function fromPlanes(planes: readonly Uint8Array[], count: number): number[] {
  const values = new Array<number>(count).fill(0)
  for (const [plane, bytes] of planes.entries()) {
    const unit = 256 ** plane
    for (let i = 0; i < count; i++) values[i]! += bytes[i]! * unit
  }
  return values
}

/** How many planes numbers need. */
export function widthOf(values: readonly number[]): number {
  let greatest = 0
  for (const value of values) if (value > greatest) greatest = value
  let width = 0
  for (; greatest >= 1; greatest /= 256) width++
  return width
}

/** About how many bytes are left of bytes that are compressed: by how often each occurs, and how much it repeats. */
export function weightOf(bytes: Uint8Array): number {
  const counts = new Uint32Array(256)
  let repeats = 0
  for (let i = 0; i < bytes.length; i++) {
    counts[bytes[i]!]!++
    if (bytes[i] === bytes[i - 1]) repeats++
  }
  if (repeats === bytes.length - 1) return 2
  let bits = 0
  for (const count of counts) if (count > 0) bits += count * Math.log2(bytes.length / count)
  return Math.min(bits / 8, (bytes.length - repeats) * 1.5) + 8
}
