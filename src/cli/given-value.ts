import { isVarveError } from '../errors.ts'
import { decodeValue } from '../value/codec.ts'
import type { Kept } from '../value/kept.ts'
import { parseBounded } from '../value/parse-bounded.ts'
import { CommandFailure } from './exit-codes.ts'
import type { Io } from './io.ts'
import { inputText } from './read-input.ts'

/** How a value on the command line is written; without any of these it is JSON. */
export interface GivenForm {
  readonly text?: true
  readonly stored?: true
}

/** Reads a value from the command line, or from stdin where it is `-`. */
export async function givenValue(io: Io, given: string, { text, stored }: GivenForm): Promise<Kept> {
  const source = given === '-' ? await inputText(io.stdin) : given
  if (text) return source
  try {
    const json = parseBounded(source)
    return decodeValue(stored || !isContainer(json) ? json : { v: json })
  } catch (error) {
    if (!isVarveError(error, 'CORRUPT')) throw error
    throw new CommandFailure('usage', refusal(source, error, stored), { cause: error })
  }
}

function isContainer(json: unknown): json is object {
  return typeof json === 'object' && json !== null
}

function refusal(source: string, { message, cause }: Error, stored: true | undefined): string {
  const shown = source.length > 40 ? `${source.slice(0, 40)}…` : source
  if (cause instanceof SyntaxError) {
    const hint = stored ? 'give what --json shows as "stored"' : '--text takes it as a string'
    return `'${shown}' is no JSON; ${hint}`
  }
  const what = message.replace(/^Damaged data: /, '').replace(/; restore it from a copy$/, '')
  return `'${shown}' is no value: ${what}`
}
