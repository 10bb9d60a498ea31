/** Where `Array.prototype.splice` would start: negative positions count from the end, and none lies outside. */
export function positionOf(start: number, length: number): number {
  const whole = Math.trunc(start) || 0
  return whole < 0 ? Math.max(0, length + whole) : Math.min(whole, length)
}
