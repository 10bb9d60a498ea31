/**
 * What editors, linters, terminals and other tools may change, hide or take for an order of theirs: line ends, control and
 * invisible characters, those that turn the direction of text, lone surrogates, the end of a script element, source maps.
 */
const hazards =
  /[\u0000-\u001f\u007f-\u00a0\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff9-\uffff]|\p{Cs}|<(?=[/!])|[#@](?=\s*source)/u
const allHazards = new RegExp(hazards, 'gu')

/** Writes a value as JSON that survives in a comment of a source file; `JSON.parse` gives it back. */
export function shownJson(value: unknown): string {
  return JSON.stringify(value).replace(
    allHazards,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/**
 * Writes a text so that it can be shown at the end of a comment and read back to the letter: as it is where nothing is in
 * the way, and otherwise as a string of JSON, which is told by its first character.
 */
export function shownText(text: string): string {
  const isPlain = text !== '' && !/^[" ]| $/.test(text) && !hazards.test(text)
  return isPlain ? text : shownJson(text)
}

/** As `shownText`, of a line; one that does not begin as revisions do has a word before it. */
export function shownLine(line: string): string {
  const shown = shownText(line)
  return shown.startsWith('{') ? shown : `line ${shown}`
}
