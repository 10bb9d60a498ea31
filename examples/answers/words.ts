import { isVarveError } from 'varve'

export function heading(text: string): void {
  console.log(`\n${text}`)
}

export function say(what: string, ...found: readonly unknown[]): void {
  console.log(`  ${what.padEnd(26)}`, ...found)
}

/** Does what is to be refused, and says with which code. */
export function refused(what: string, attempt: () => unknown): void {
  try {
    attempt()
    say(what, 'was done, which is wrong')
  } catch (error) {
    say(what, 'refused,', wordsOf(error))
  }
}

function wordsOf(error: unknown): string {
  if (isVarveError(error)) return error.code
  // The words of the language differ from one engine to the next.
  return error instanceof TypeError ? 'TypeError' : String(error)
}
