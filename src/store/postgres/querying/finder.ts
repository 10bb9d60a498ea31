import {
  countMembersSql,
  countRevisionsSql,
  membersSql,
  revisionsSql,
  type Sql,
} from '../../querying/find-sql.ts'
import type {
  MembersQuery,
  Page,
  RevisionsQuery,
  ShownMember,
  ShownRevisionOf,
} from '../../querying/querying.ts'
import type { NamedHead } from '../../store.ts'
import type { Connection } from '../connection.ts'
import { type HeadRow, namedHeads } from '../heads.ts'
import { givenName, storedName } from '../stored-name.ts'
import { dialect } from './dialect.ts'

/** Heads that are not the ones shown; what is named so lies between the prefix and what follows on all that begin with it. */
const UNSHOWN =
  'SELECT v.name, h.branch, h.idx, h.hash FROM @variables v' +
  " JOIN @heads h ON h.variable = v.id AND h.branch = 'main' LEFT JOIN @members m ON m.variable = v.id" +
  ' WHERE v.name >= $1 AND v.name < $2 AND (m.hash IS NULL OR m.hash <> h.hash OR m.collection <> $3)'

/** What pg gives: whole numbers of eight bytes are texts. */
type Row<T> = {
  readonly [K in keyof T]: T[K] extends number ? string : T[K] extends number | null ? string | null : T[K]
}

/** Finds members and revisions by what is shown of them. */
export class Finder {
  readonly #connection: Connection

  constructor(connection: Connection) {
    this.#connection = connection
  }

  async members(
    query: MembersQuery,
    page: Page & { readonly after?: string | undefined },
  ): Promise<ShownMember[]> {
    interface Shown {
      readonly key: string
      readonly variable: string
      readonly index: number
      readonly hash: string
      readonly version: number
      readonly isCurrent: boolean
    }
    const rows = await this.#all<Row<Shown>>(membersSql(dialect, query, page))
    return rows.map(({ key, variable, index, hash, version, isCurrent }) => ({
      key,
      variable: givenName(variable),
      head: { index: Number(index), hash },
      version: Number(version),
      isCurrent,
    }))
  }

  countMembers(query: MembersQuery): Promise<number> {
    return this.#count(countMembersSql(dialect, query))
  }

  async revisions(query: RevisionsQuery, page: Page): Promise<ShownRevisionOf[]> {
    const rows = await this.#all<Row<ShownRevisionOf>>(revisionsSql(dialect, query, page))
    return rows.map(row => ({
      ...row,
      variable: givenName(row.variable),
      start: Number(row.start),
      index: Number(row.index),
      version: Number(row.version),
      end: row.end === null ? null : Number(row.end),
    }))
  }

  countRevisions(query: RevisionsQuery): Promise<number> {
    return this.#count(countRevisionsSql(dialect, query))
  }

  async unshown(collection: string, prefix: string): Promise<readonly NamedHead[]> {
    const end = prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1)
    const rows = await this.#connection.read<HeadRow>(UNSHOWN, [
      storedName(prefix),
      storedName(end),
      collection,
    ])
    return namedHeads(rows)
  }

  async #count(sql: Sql): Promise<number> {
    const [row] = await this.#all<{ readonly count: string }>(sql)
    return Number(row!.count)
  }

  #all<R>({ text, values }: Sql): Promise<R[]> {
    let place = 0
    return this.#connection.read<R>(
      text.replaceAll('?', () => `$${(place += 1)}`),
      [...values],
    )
  }
}
