/**
 * What a terminal would obey instead of showing it: control characters of both kinds, marks that turn the direction
 * of what follows, line separators, and halves of surrogate pairs.
 */
// eslint-disable-next-line no-control-regex
const obeyed = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\p{Cs}]/gu

const names: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** Escapes whatever could control the terminal; everything printed that comes from a file passes through here. */
export function safeText(text: string): string {
  return text.replace(
    obeyed,
    char => names[char] ?? (char < '\u0100' ? `\\x${hex(char, 2)}` : `\\u${hex(char, 4)}`),
  )
}

/** As `safeText`, for JSON text, which has no `\x`. */
export function safeJson(json: string): string {
  return json.replace(obeyed, char => `\\u${hex(char, 4)}`)
}

function hex(char: string, digits: number): string {
  return char.charCodeAt(0).toString(16).padStart(digits, '0')
}
