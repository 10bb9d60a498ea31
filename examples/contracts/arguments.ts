import { parseArgs } from 'node:util'

/** What the program was asked to do. */
export interface Arguments {
  readonly store: 'sqlite' | 'postgres'
  /** Where the server is; of PostgreSQL only. */
  readonly url: string
  /** Keep the file or schema, and go on with it the next time. */
  readonly keep: boolean
  /** What the file, or the schema, is called that is kept. */
  readonly name: string
  readonly help: boolean
}

export const usage = `Keeps contracts for a year, and reports who did what.

  node examples/contracts [--store sqlite|postgres] [--url <url>] [--keep] [--name <name>]

  --store <store>  where to keep it: sqlite (default), or postgres
  --url <url>      where PostgreSQL is (default: what DATABASE_URL says)
  --keep           keep it in the file contracts.db, or the schema contracts, and go on with what is there
  --name <name>    another name than contracts for what is kept`

const options = {
  store: { type: 'string', default: 'sqlite' },
  url: { type: 'string' },
  keep: { type: 'boolean', default: false },
  name: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const

type Problem = { readonly problem: string }

/** Reads the command line, or says what is wrong with it. */
export function readArguments(args: string[], databaseUrl = ''): Arguments | Problem {
  try {
    const { store, keep, help, ...given } = parseArgs({ args, options }).values
    const { url = databaseUrl, name = 'contracts' } = given
    if (store !== 'sqlite' && store !== 'postgres')
      return { problem: `--store is ${store}: give sqlite or postgres` }
    if (store === 'sqlite' && given.url !== undefined) return { problem: '--url is for --store postgres' }
    if (store === 'postgres' && !/^postgres(ql)?:\/\//.test(url))
      return {
        problem: 'PostgreSQL is where? Give --url or DATABASE_URL: postgres://user:password@host/database',
      }
    if (given.name !== undefined && !keep) return { problem: '--name is for --keep' }
    if (!/^[a-z][a-z0-9_]{0,39}$/.test(name))
      return { problem: `--name is ${JSON.stringify(name)}: give small letters, digits and _` }
    return { store, url, keep, name, help }
  } catch (error) {
    return { problem: (error as Error).message }
  }
}
