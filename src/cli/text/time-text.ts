/** Writes an instant in local time, to the second: `2026-11-01 10:00:03`. */
export function localTime(ms: number): string {
  const date = new Date(ms)
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-')
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}`
}

/** As `localTime`, to the millisecond, in a form that a ref takes: `2026-11-01T10:00:03.250`. */
export function exactLocalTime(ms: number): string {
  return `${localTime(ms).replace(' ', 'T')}.${String(new Date(ms).getMilliseconds()).padStart(3, '0')}`
}

/** Writes an instant for programs. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString()
}

function two(part: number): string {
  return String(part).padStart(2, '0')
}
