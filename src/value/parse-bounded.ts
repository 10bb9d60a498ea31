import { maxDepth, maxPlaces } from './bounds.ts'
import { corrupt } from './corrupt.ts'

/** Lines and messages wrap values in a few levels of their own. */
const deepest = maxDepth + 16
/** A place costs up to two tokens in the plain form, up to four in the rich one. */
const mostTokens = maxPlaces * 4

/**
 * `JSON.parse` for text from outside: depth and size are checked before anything is built, since JSON.parse itself
 * accepts nesting that nothing else survives. Throws CORRUPT.
 */
export function parseBounded(text: string): unknown {
  // So short that it can't be too deep.
  if (text.length > deepest) checkBounds(text)
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    return corrupt('text that is no JSON', error)
  }
}

function checkBounds(text: string): void {
  let depth = 0
  let tokens = 0
  for (let i = 0; i < text.length; i++) {
    switch (text.charCodeAt(i)) {
      case 0x22:
        i = endOfString(text, i)
        break
      case 0x5b:
      case 0x7b:
        if (++depth > deepest) corrupt(`JSON nested more than ${deepest} deep`)
        tokens++
        break
      case 0x5d:
      case 0x7d:
        depth--
        break
      case 0x2c:
        tokens++
    }
    if (tokens > mostTokens) corrupt(`JSON of more than ${mostTokens} parts`)
  }
}

/** Finds the closing quote; the end of the text when there is none. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let slashes = end
    while (text.charCodeAt(slashes - 1) === 0x5c) slashes--
    if ((end - slashes) % 2 === 0) return end
  }
  return text.length
}
