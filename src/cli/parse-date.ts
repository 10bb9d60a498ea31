const form = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:\.\d{1,3})?)?(Z|[+-]\d{2}:?\d{2})?)?$/i

/** Tells whether a text is meant as a date, well written or not. */
export function looksLikeDate(text: string): boolean {
  return /^\d{4}-\d/.test(text)
}

/**
 * Reads an instant: `2026-11-01`, `2026-11-01T10:00`, with seconds and milliseconds if wanted. It is local time unless
 * `Z` or an offset says otherwise; a date alone is its first moment. Undefined where there is no such instant.
 */
export function parseDate(text: string): Date | undefined {
  const found = form.exec(text)
  if (!found) return undefined
  const [, day = '', time = '00:00', seconds = ':00', zone = ''] = found
  if (!isDay(day)) return undefined
  const offset = zone.toUpperCase().replace(/(\d{2})(\d{2})$/, '$1:$2')
  const date = new Date(`${day}T${time}${seconds}${offset}`)
  return Number.isNaN(date.getTime()) ? undefined : date
}

/** A Date takes the 30th of February for the 2nd of March. */
function isDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day)
}
