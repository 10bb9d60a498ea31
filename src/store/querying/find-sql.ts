import type { Condition, MembersQuery, Page, RevisionsQuery } from './querying.ts'

/** A piece of SQL, with what goes into its places, each written as `?`. */
export interface Sql {
  readonly text: string
  readonly values: readonly unknown[]
}

/** What databases say in ways of their own. `@` stands before the names of tables. */
export interface Dialect {
  /** What a condition asks of the value of a member, `m.value`. */
  condition(condition: Condition): Sql
  /** The position of a text, which is one place, in the comment of a revision; 0 where it is not in it. */
  readonly commentPosition: string
}

/** Which members a query means, as what stands behind WHERE. */
function whereOf(dialect: Dialect, { collection, where, isWithDeleted, key }: MembersQuery): Sql {
  return all([
    { text: 'm.collection = ?', values: [collection] },
    ...(key === undefined ? [] : [{ text: 'm.key = ?', values: [key] }]),
    ...(isWithDeleted ? [] : [{ text: 'm.is_current', values: [] }]),
    ...where.map(condition => dialect.condition(condition)),
  ])
}

/** Finds members in the order of their keys. */
export function membersSql(
  dialect: Dialect,
  query: MembersQuery,
  { skip = 0, limit, after }: Page & { readonly after?: string | undefined },
): Sql {
  const where = whereOf(dialect, query)
  const behind = after === undefined ? where : all([where, { text: 'm.key > ?', values: [after] }])
  return {
    text:
      'SELECT m.key, v.name AS variable, m.idx AS "index", m.hash, m.version, m.is_current AS "isCurrent"' +
      ` FROM @members m JOIN @variables v ON v.id = m.variable WHERE ${behind.text} ORDER BY m.key LIMIT ? OFFSET ?`,
    values: [...behind.values, limit, skip],
  }
}

/** Counts members. */
export function countMembersSql(dialect: Dialect, query: MembersQuery): Sql {
  const { text, values } = whereOf(dialect, query)
  return { text: `SELECT count(*) AS count FROM @members m WHERE ${text}`, values }
}

function revisionsWhere(dialect: Dialect, query: RevisionsQuery): Sql {
  const { states, creator, comment, startAfter, startBefore, after, isReversed } = query
  const known = states.filter(state => state !== null)
  const inState = known.length > 0 ? [`r.state IN (${known.map(() => '?').join(', ')})`] : []
  const isAct = known.length < states.length ? ['r.state IS NULL'] : []
  const test = (text: string, value: string | number | undefined): Sql[] =>
    value === undefined ? [] : [{ text, values: [value] }]
  return all([
    whereOf(dialect, query),
    { text: `(${[...inState, ...isAct].join(' OR ') || '1 = 0'})`, values: known },
    ...test('r.creator = ?', creator),
    ...test(`${dialect.commentPosition} > 0`, comment),
    ...test('r."start" > ?', startAfter),
    ...test('r."start" < ?', startBefore),
    ...(after
      ? [
          {
            text: `(r."start", m.key, r.idx) ${isReversed ? '<' : '>'} (?, ?, ?)`,
            values: [after.start, after.key, after.index],
          },
        ]
      : []),
  ])
}

const shownRevisions =
  'FROM @revisions r JOIN @members m ON m.variable = r.variable JOIN @variables v ON v.id = m.variable'

/** Finds revisions in the order of start, key and index. */
export function revisionsSql(dialect: Dialect, query: RevisionsQuery, { skip = 0, limit }: Page): Sql {
  const { text, values } = revisionsWhere(dialect, query)
  const way = query.isReversed ? ' DESC' : ''
  return {
    text:
      'SELECT r."start", m.key, r.idx AS "index", v.name AS variable, r.version, r.kind, r.state, r."end", r.label,' +
      ` r.comment, r.creator ${shownRevisions} WHERE ${text}` +
      ` ORDER BY r."start"${way}, m.key${way}, r.idx${way} LIMIT ? OFFSET ?`,
    values: [...values, limit, skip],
  }
}

/** Counts revisions. */
export function countRevisionsSql(dialect: Dialect, query: RevisionsQuery): Sql {
  const { text, values } = revisionsWhere(dialect, query)
  return { text: `SELECT count(*) AS count ${shownRevisions} WHERE ${text}`, values }
}

function all(conditions: readonly Sql[]): Sql {
  return {
    text: conditions.map(({ text }) => text).join(' AND '),
    values: conditions.flatMap(({ values }) => values),
  }
}
