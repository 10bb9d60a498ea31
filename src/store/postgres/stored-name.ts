/** What a PostgreSQL text cannot hold, or what stands for it: U+0000, half a surrogate pair, and the backslash itself. */
const AWKWARD = /[\\\0]|\p{Surrogate}/gu
const ESCAPED = /\\(\\|u[0-9a-f]{4})/g

/** Writes a name as it is kept: any two names differ there too, and all but the oddest look as they are. */
export function storedName(name: string): string {
  return name.replace(AWKWARD, character => (character === '\\' ? '\\\\' : `\\u${hex(character)}`))
}

/** Reads a name as it was kept. */
export function givenName(stored: string): string {
  if (!stored.includes('\\')) return stored
  return stored.replace(ESCAPED, (_, what: string) =>
    what === '\\' ? '\\' : String.fromCharCode(Number.parseInt(what.slice(1), 16)),
  )
}

/** Tells whether a text can be kept as it is: lines and values are JSON, so they can. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}

function hex(character: string): string {
  return character.charCodeAt(0).toString(16).padStart(4, '0')
}
