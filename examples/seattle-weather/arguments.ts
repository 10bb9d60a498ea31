import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

/** What the program was asked to do. */
export interface Arguments {
  readonly file: string
  readonly reset: boolean
  /** Milliseconds to wait after each day, for those who want to watch, or to interrupt. */
  readonly pace: number
  readonly help: boolean
}

export const usage = `Records the next year of Seattle's weather into a SQLite file, and shows what it remembers.

  npm start -- [--file <path>] [--reset] [--pace <ms>]

  --file <path>  the file to keep it in (default: seattle-weather.db)
  --reset        forget everything and begin with 2012
  --pace <ms>    wait after each day`

const options = {
  file: { type: 'string', default: 'seattle-weather.db' },
  reset: { type: 'boolean', default: false },
  pace: { type: 'string', default: '0' },
  help: { type: 'boolean', short: 'h', default: false },
} as const

/** Reads the command line, or says what is wrong with it. */
export function readArguments(args: string[]): Arguments | { readonly problem: string } {
  try {
    const { file, reset, pace, help } = parseArgs({ args, options }).values
    if (file === '') return { problem: '--file needs a path' }
    if (!/^\d{1,5}$/.test(pace)) return { problem: `--pace is ${pace}: give milliseconds` }
    return { file: resolve(file), reset, pace: Number(pace), help }
  } catch (error) {
    return { problem: (error as Error).message }
  }
}
