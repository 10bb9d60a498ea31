/** A number below `size` that looks random and is the same in every process. */
export function pick(step: number, size: number): number {
  let bits = Math.imul(step + 1, 0x9e3779b1)
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return ((bits ^ (bits >>> 16)) >>> 0) % size
}
