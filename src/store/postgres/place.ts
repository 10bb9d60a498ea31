import { sha256 } from '#platform'
import { badOption } from '../../options.ts'
import { isStorable } from './stored-name.ts'

/** PostgreSQL cuts longer names off without a word, so that two of them become one. */
const LONGEST = 63

/** Where in a database a store has its tables. */
export class Place {
  readonly schema: string
  /** The schema, quoted for SQL. */
  readonly quoted: string
  /** How errors name it. */
  readonly name: string
  /** Whom watches listen to: any schema has one of its own, whatever its name. */
  readonly channel: string
  /** The key of the lock under which the tables are made. */
  readonly lock: string

  constructor(schema: unknown) {
    if (typeof schema !== 'string' || schema === '')
      throw badOption('postgres()', 'schema', 'must be the name of a schema')
    if (!isStorable(schema) || new TextEncoder().encode(schema).length > LONGEST)
      throw badOption('postgres()', 'schema', `must be a name of at most ${LONGEST} bytes, without U+0000`)
    if (/^(pg_|information_schema$)/.test(schema))
      throw badOption('postgres()', 'schema', `must not be one of PostgreSQL's own ("${schema}")`)
    this.schema = schema
    this.quoted = `"${schema.replaceAll('"', '""')}"`
    this.name = `PostgreSQL schema "${schema}"`
    const digest = sha256(`varve/1 schema\n${schema}`)
    this.channel = `varve_${digest.slice(0, 32)}`
    this.lock = String(BigInt.asIntN(64, BigInt(`0x${digest.slice(32, 48)}`)))
  }

  /** Writes a statement with `@name` for each of the store's tables. */
  sql(text: string): string {
    return text.replaceAll('@', () => `${this.quoted}.`)
  }
}
