import { isVarveError } from '../errors.ts'
import { linesOf } from '../history/parse-portable.ts'
import { textsOf } from '../node/file-lines.ts'
import { CommandFailure } from './exit-codes.ts'
import type { Input } from './io.ts'

/** Gives the lines of an input as they come. */
export function inputLines(input: Input): AsyncGenerator<string> {
  return linesOf(textsOf(input.read(), 'what comes from stdin'))
}

/** Reads all of an input; bytes that are no UTF-8 make the command line senseless. */
export async function inputText(input: Input): Promise<string> {
  const from = 'what comes from stdin'
  let all = ''
  try {
    for await (const text of textsOf(input.read(), from)) all += text
  } catch (cause) {
    if (isVarveError(cause, 'CORRUPT'))
      throw new CommandFailure('usage', `${from} is no UTF-8 text`, { cause })
    throw cause
  }
  return all
}
