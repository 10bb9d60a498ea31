import type { Connection } from './connection.ts'
import type { HeadCache } from './head-cache.ts'

/** Thrown where the file is not as it is remembered: the transaction starts anew from the file. */
export class Outdated extends Error {}

/** Runs `act` in one transaction, so with one fsync; whatever fails, nothing of it stays. */
export function inTransaction<T>(connection: Connection, heads: HeadCache, act: () => T): T {
  if (connection.isExclusive) return act()
  try {
    return attempt(connection, heads, act)
  } catch (error) {
    if (!(error instanceof Outdated)) throw error
    return attempt(connection, heads, act)
  }
}

/** As `inTransaction`, with a look at the file that no other writer can outdate: what `act` writes is part of it. */
export function exclusively<T>(connection: Connection, heads: HeadCache, act: () => T): T {
  if (connection.isExclusive) return act()
  return inTransaction(connection, heads, () => {
    heads.forget()
    connection.isExclusive = true
    try {
      return act()
    } finally {
      connection.isExclusive = false
    }
  })
}

function attempt<T>(connection: Connection, heads: HeadCache, act: () => T): T {
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
