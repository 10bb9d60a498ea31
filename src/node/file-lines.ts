import { createReadStream } from 'node:fs'
import { VarveError } from '../errors.ts'
import { linesOf } from '../history/parse-portable.ts'

/** Reads a file line by line; bytes that are no UTF-8 are `CORRUPT`. */
export function fileLines(file: string): AsyncIterable<string> {
  return linesOf(textsOf(createReadStream(file), file))
}

/** Turns bytes into text, in pieces as they come; `from` says whose they are. */
export async function* textsOf(bytes: AsyncIterable<Uint8Array>, from: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const decode = (piece?: Uint8Array): string => {
    try {
      return decoder.decode(piece, { stream: piece !== undefined })
    } catch (cause) {
      const message = `${from} is no UTF-8 text; restore it from a copy`
      throw new VarveError('CORRUPT', message, { file: from, offset: null }, { cause })
    }
  }
  for await (const piece of bytes) yield decode(piece)
  yield decode()
}
