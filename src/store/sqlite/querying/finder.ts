import type { NamedHead } from '../../store.ts'
import type {
  MembersQuery,
  Page,
  RevisionsQuery,
  ShownMember,
  ShownRevisionOf,
} from '../../querying/querying.ts'
import {
  countMembersSql,
  countRevisionsSql,
  membersSql,
  revisionsSql,
  type Sql,
} from '../../querying/find-sql.ts'
import type { Connection } from '../connection.ts'
import { byName } from '../heads.ts'
import { dialect } from './condition-sql.ts'

/** Heads that are not the ones shown; what is named so lies between the prefix and what follows on all that begin with it. */
const UNSHOWN =
  'SELECT v.name AS variable, h.branch, h.idx AS "index", h.hash FROM variables v' +
  " JOIN heads h ON h.variable = v.id AND h.branch = 'main' LEFT JOIN members m ON m.variable = v.id" +
  ' WHERE v.name >= ? AND v.name < ? AND (m.hash IS NULL OR m.hash <> h.hash OR m.collection <> ?)'
/** The first format in which anything is shown. */
const showing = 3

type Numbers<T> = { readonly [K in keyof T]: T[K] extends number | null ? T[K] | bigint : T[K] }

/** Finds members and revisions by what is shown of them. */
export class Finder {
  readonly #connection: Connection

  constructor(connection: Connection) {
    this.#connection = connection
  }

  members(query: MembersQuery, page: Page & { readonly after?: string | undefined }): ShownMember[] {
    interface Row {
      readonly key: string
      readonly variable: string
      readonly index: number
      readonly hash: string
      readonly version: number
      readonly isCurrent: number
    }
    return this.#all<Numbers<Row>>(membersSql(dialect, query, page)).map(row => ({
      key: row.key,
      variable: row.variable,
      head: { index: Number(row.index), hash: row.hash },
      version: Number(row.version),
      isCurrent: Number(row.isCurrent) === 1,
    }))
  }

  countMembers(query: MembersQuery): number {
    return this.#count(countMembersSql(dialect, query))
  }

  revisions(query: RevisionsQuery, page: Page): ShownRevisionOf[] {
    return this.#all<Numbers<ShownRevisionOf>>(revisionsSql(dialect, query, page)).map(row => ({
      ...row,
      start: Number(row.start),
      index: Number(row.index),
      version: Number(row.version),
      end: row.end === null ? null : Number(row.end),
    }))
  }

  countRevisions(query: RevisionsQuery): number {
    return this.#count(countRevisionsSql(dialect, query))
  }

  unshown(collection: string, prefix: string): readonly NamedHead[] {
    const end = prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1)
    const text = this.#isShowing ? UNSHOWN : UNSHOWN_BEFORE
    const values = this.#isShowing ? [prefix, end, collection] : [prefix, end]
    const rows = this.#connection.statement(text).all(...values) as NamedHead[]
    return rows.map(row => ({ ...row, index: Number(row.index) })).sort(byName)
  }

  get #isShowing(): boolean {
    return this.#connection.format >= showing
  }

  #all<Row>({ text, values }: Sql): Row[] {
    return this.#isShowing
      ? (this.#connection
          .statement(text.replaceAll('@', ''))
          .all(...(values as (string | number)[])) as Row[])
      : []
  }

  #count(sql: Sql): number {
    return Number(this.#all<{ readonly count: number | bigint }>(sql)[0]?.count ?? 0)
  }
}

const UNSHOWN_BEFORE =
  'SELECT v.name AS variable, h.branch, h.idx AS "index", h.hash FROM variables v' +
  " JOIN heads h ON h.variable = v.id AND h.branch = 'main' WHERE v.name >= ? AND v.name < ?"
