import type { Store } from 'varve'
import { postgres } from 'varve/postgres'
import { sqlite } from 'varve/sqlite'
import { freshFile } from '../../openers.ts'
import { databaseUrl, freshPool, freshSchema } from '../../postgres/database.ts'

/** A database of a test's own, which can be opened as often as one likes. */
export interface Ground {
  readonly name: string
  /** A new one: each call of what it gives is another handle on it. */
  fresh(): Promise<() => Store>
}

/** Every kind of store in which collections can be. */
export const grounds: readonly Ground[] = [
  {
    name: 'sqlite',
    fresh: async () => {
      const file = freshFile()
      return () => sqlite(file)
    },
  },
  ...(databaseUrl === undefined
    ? []
    : [
        {
          name: 'postgres',
          fresh: async () => {
            const [pool, schema] = [sharedPool(), freshSchema()]
            return () => postgres({ pool, schema })
          },
        },
      ]),
]

let pool: ReturnType<typeof freshPool> | undefined

/** One for all, so that connections are not used up. */
function sharedPool(): ReturnType<typeof freshPool> {
  return (pool ??= freshPool({ max: 8 }))
}
