import { VarveError } from '../errors.ts'
import { PortableReader, type PortableHistory } from './portable-reader.ts'

/** Reads the histories in a portable text, one after the other; see `linesOf` for a text in pieces. */
export async function* parsePortable(
  lines: AsyncIterable<string> | Iterable<string>,
): AsyncGenerator<PortableHistory, undefined> {
  const reader = new PortableReader()
  for await (const line of lines) {
    const history = reader.push(line)
    if (history) yield history
  }
  reader.end()
}

/** As `parsePortable`, of lines that are at hand. */
export function* parsePortableSync(lines: Iterable<string>): Generator<PortableHistory, undefined> {
  const reader = new PortableReader()
  for (const line of lines) {
    const history = reader.push(line)
    if (history) yield history
  }
  reader.end()
}

/** What a line may have at most; a value is no longer than this, and one text hardly more. */
const longestLine = 2 ** 28

/**
 * Cuts a text that comes in pieces into lines, at line feeds only: other breaks stand inside of strings. `CORRUPT` for a
 * line of more than 268,435,456 characters.
 */
export async function* linesOf(
  pieces: AsyncIterable<string> | Iterable<string>,
): AsyncGenerator<string, undefined> {
  let rest: string[] = []
  let length = 0
  let number = 1
  for await (const piece of pieces) {
    let from = 0
    for (let end = piece.indexOf('\n'); end >= 0; end = piece.indexOf('\n', from)) {
      rest.push(piece.slice(from, end))
      yield rest.join('')
      rest = []
      length = 0
      number++
      from = end + 1
    }
    if (from === piece.length) continue
    length += piece.length - from
    if (length > longestLine) throw tooLong(number)
    rest.push(piece.slice(from))
  }
  if (rest.length > 0) yield rest.join('')
}

function tooLong(number: number): VarveError<'CORRUPT'> {
  const message = `line ${number}: it has more than ${longestLine} characters`
  return new VarveError('CORRUPT', message, { file: null, offset: null })
}
