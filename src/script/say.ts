import { writeSync } from 'node:fs'

/** Tells the person at the screen something that is no error, at once, also when the program is ending. */
export function say(message: string): void {
  if (process.env['NODE_NO_WARNINGS'] === '1' || process.execArgv.includes('--no-warnings')) return
  try {
    writeSync(2, `varve: ${message}\n`)
  } catch {
    // Nobody listens any more.
  }
}
