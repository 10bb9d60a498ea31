/** Writes consecutive revisions: `@3`, `@3 to @7`. */
export function spanText(first: number, last: number): string {
  return first === last ? `@${first}` : `@${first} to @${last}`
}
