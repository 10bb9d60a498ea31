import type { Connection } from './connection.ts'
import type { HeadCache } from './head-cache.ts'

/** Thrown where the file is not as it is remembered: the transaction starts anew from the file. */
export class Outdated extends Error {}

/** Thrown where what is done exclusively has failed by itself: it isn't tried again, and not taken for a failure of the file. */
export class Thrown extends Error {
  readonly error: unknown

  constructor(error: unknown) {
    super('What was done exclusively has failed.')
    this.error = error
  }
}

/**
 * Runs `act` in one transaction, so with one fsync; whatever fails, nothing of it stays. Within one that was begun by
 * `exclusively` it is a part that can fail alone.
 */
export function inTransaction<T>(connection: Connection, heads: HeadCache, act: () => T): T {
  const attempt = connection.exclusion ? asPart : asWhole
  try {
    return attempt(connection, heads, act)
  } catch (error) {
    if (!(error instanceof Outdated)) throw error
    return attempt(connection, heads, act)
  }
}

/** As `inTransaction`, with a look at the file that no other writer can outdate: what `act` writes is part of it. */
export function exclusively<T>(connection: Connection, heads: HeadCache, act: () => T): T {
  if (connection.exclusion) return act()
  return inTransaction(connection, heads, () => {
    heads.forget()
    const exclusion = (connection.exclusion = { brokenBy: undefined })
    try {
      const result = acted(act)
      mustBeWhole(exclusion)
      return result
    } finally {
      connection.exclusion = undefined
    }
  })
}

function acted<T>(act: () => T): T {
  try {
    return act()
  } catch (error) {
    throw new Thrown(error)
  }
}

function asWhole<T>(connection: Connection, heads: HeadCache, act: () => T): T {
  connection.makeWritable()
  connection.statement('BEGIN IMMEDIATE').run()
  try {
    if (!connection.isCurrent()) throw new Outdated('The file has another format by now.')
    const result = act()
    connection.statement('COMMIT').run()
    return result
  } catch (error) {
    heads.forget()
    connection.rollback()
    throw error
  }
}

function asPart<T>(connection: Connection, heads: HeadCache, act: () => T): T {
  const exclusion = connection.exclusion!
  mustBeWhole(exclusion)
  connection.statement('SAVEPOINT varve_part').run()
  try {
    const result = act()
    connection.statement('RELEASE varve_part').run()
    return result
  } catch (error) {
    heads.forget()
    try {
      connection.statement('ROLLBACK TO varve_part').run()
      connection.statement('RELEASE varve_part').run()
    } catch {
      // SQLite has ended all of it (the disk is full, or failed): nothing more may be written as if it went on.
      exclusion.brokenBy = { error }
    }
    throw error
  }
}

function mustBeWhole({ brokenBy }: NonNullable<Connection['exclusion']>): void {
  if (brokenBy) throw brokenBy.error
}
