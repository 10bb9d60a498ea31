import { CommandFailure } from './exit-codes.ts'
import type { Input } from './io.ts'

/** Gives the lines of an input as they come, without their ends; bytes that are no UTF-8 are refused. */
export async function* inputLines(input: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let rest = ''
  for await (const text of texts(input)) {
    const lines = (rest + text).split('\n')
    rest = lines.pop()!
    yield* lines
  }
  if (rest !== '') yield rest
}

/** Reads all of an input. */
export async function inputText(input: Input): Promise<string> {
  let all = ''
  for await (const text of texts(input.read())) all += text
  return all
}

async function* texts(input: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  try {
    for await (const bytes of input) yield decoder.decode(bytes, { stream: true })
    yield decoder.decode()
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause
    throw new CommandFailure('usage', 'what comes from stdin is no UTF-8 text', { cause })
  }
}
