/** A number as a person reads it: three figures. */
export function figures(value: number): string {
  if (value !== 0 && Math.abs(value) < 0.001) return value.toExponential(1)
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en')
  return String(Number(value.toPrecision(3)))
}
