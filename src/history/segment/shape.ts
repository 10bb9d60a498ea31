/** Where a number and a text stood. No JSON has these characters outside of its strings, nor inside. */
export const numberPlace = '\u0001'
export const textPlace = '\u0002'

/** Numbers and texts that were taken out of a shape, in their order; texts as JSON writes them, without the quotes. */
export type Literals = (number | string)[]

/** The signs of rows: they say what a row does, so they stay in its shape. */
const signs = '=+-st'
const quote = 0x22
const backslash = 0x5c

/**
 * Takes the numbers and texts out of JSON text; what is left is its shape. Keys of objects stay, and numbers that are
 * written otherwise than `String` would. Undefined where the text is not one that can be put together again.
 */
export function shapeOf(text: string, start: number, end: number, literals: Literals): string | undefined {
  let shape = ''
  let mark = start
  for (let i = start; i < end;) {
    const code = text.charCodeAt(i)
    if (code === quote) {
      const close = endOfText(text, i)
      if (close < 0 || close >= end) return undefined
      const isKey = text.charCodeAt(close + 1) === 0x3a
      if (!isKey && !isSign(text, i, close)) {
        shape += text.slice(mark, i + 1) + textPlace
        literals.push(text.slice(i + 1, close))
        mark = close
      }
      i = close + 1
    } else if (code === 0x2d || isDigit(code)) {
      const after = endOfNumber(text, i, end)
      const number = numberIn(text, i, after)
      if (number !== undefined) {
        shape += text.slice(mark, i) + numberPlace
        literals.push(number)
        mark = after
      }
      i = after
    } else if (code < 0x20) return undefined
    else i++
  }
  return shape + text.slice(mark, end)
}

/** The quote that ends the string which begins at `start`; -1 where there is none, or what no string may hold. */
export function endOfText(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === quote) return i
    if (code === backslash) i++
    else if (code < 0x20) return -1
  }
  return -1
}

/** Where the number ends that begins at `start`. */
export function endOfNumber(text: string, start: number, end: number): number {
  let i = start + 1
  for (; i < end; i++) {
    const code = text.charCodeAt(i)
    const isPart = isDigit(code) || code === 0x2e || code === 0x2b || code === 0x2d || (code | 0x20) === 0x65
    if (!isPart) break
  }
  return i
}

/** The number, where it is written as ECMAScript writes it. */
export function numberIn(text: string, start: number, end: number): number | undefined {
  const written = text.slice(start, end)
  const number = Number(written)
  return String(number) === written ? number : undefined
}

function isSign(text: string, open: number, close: number): boolean {
  return close === open + 2 && text[open - 1] === '[' && signs.includes(text[open + 1]!)
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}
