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

/** Cuts a text that comes in pieces into lines, at line feeds only: other breaks stand inside of strings. */
export async function* linesOf(
  pieces: AsyncIterable<string> | Iterable<string>,
): AsyncGenerator<string, undefined> {
  let rest: string[] = []
  for await (const piece of pieces) {
    let from = 0
    for (let end = piece.indexOf('\n'); end >= 0; end = piece.indexOf('\n', from)) {
      rest.push(piece.slice(from, end))
      yield rest.join('')
      rest = []
      from = end + 1
    }
    if (from < piece.length) rest.push(piece.slice(from))
  }
  if (rest.length > 0) yield rest.join('')
}
