/** What databases cannot hold, U+0000 and halves of surrogate pairs, and the two characters that stand for them. */
const special = /[\u0000\u0001\ud7ff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g
const written = /\u0001([\u0001\u0002])|\ud7ff(?:\u0001|\u0002([\u0001\u0002]{11}))/g
const notPlain =
  /[\u0000-\u0002\ud7ff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

/**
 * Writes a text so that every database can hold it: two texts stay two, and stay in their order, which is that of their code
 * points. Most texts are written as they are.
 */
export function storableText(text: string): string {
  return text.replace(special, char => {
    if (char === '\0') return '\u0001\u0001'
    if (char === '\u0001') return '\u0001\u0002'
    // A half comes behind U+D7FF and before U+E000, between which there is nothing that could be written.
    return char === '\ud7ff' ? '\ud7ff\u0001' : `\ud7ff\u0002${bitsOf(char.charCodeAt(0) - 0xd800)}`
  })
}

/** Reads what `storableText` has written. */
export function textOf(storable: string): string {
  return storable.replace(written, (_, low: string | undefined, bits: string | undefined) => {
    if (low !== undefined) return low === '\u0001' ? '\0' : '\u0001'
    return bits === undefined ? '\ud7ff' : String.fromCharCode(0xd800 + numberOf(bits))
  })
}

/** Whether a text is found in what is written exactly where it is found in the text that was to be written. */
export function isPlainText(text: string): boolean {
  return !notPlain.test(text)
}

/** Orders texts by their code points, as databases do; JavaScript's own order is that of code units. */
export function compareTexts(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at++) {
    const [x, y] = [a.charCodeAt(at), b.charCodeAt(at)]
    if (x === y) continue
    // Of two that differ, one that is half of a pair stands for a greater code point than all that are not.
    const [isPairX, isPairY] = [isInPair(a, at), isInPair(b, at)]
    return isPairX === isPairY ? x - y : isPairX ? 1 : -1
  }
  return a.length - b.length
}

function isInPair(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  if (code < 0xd800 || code > 0xdfff) return false
  const [from, other] = code < 0xdc00 ? [0xdc00, at + 1] : [0xd800, at - 1]
  const partner = text.charCodeAt(other)
  return partner >= from && partner < from + 0x400
}

/** Eleven bits, the greatest first: their order is that of the numbers. */
function bitsOf(number: number): string {
  return Array.from({ length: 11 }, (_, bit) => ((number >> (10 - bit)) & 1 ? '\u0002' : '\u0001')).join('')
}

function numberOf(bits: string): number {
  return Array.from(bits).reduce((number, bit) => number * 2 + (bit === '\u0002' ? 1 : 0), 0)
}
