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

/** Writes a line so that it can be shown in a comment, and read back byte for byte: as it is where nothing is in the way. */
export function shownLine(line: string): string {
  return line.startsWith('{') && !line.endsWith(' ') && !hazards.test(line) ? line : `line ${shownJson(line)}`
}
