import type { Dialect, Sql } from '../../querying/find-sql.ts'
import type { Condition, QueryPath } from '../../querying/querying.ts'

/** The value of a member, as it is shown. */
const shown = 'm.value'

/** How SQLite is asked. */
export const dialect: Dialect = { condition: conditionSql, commentPosition: 'instr(r.comment, ?)' }

/** What a condition asks of a member, as SQL. Keys have nothing in them that a path would obey. */
function conditionSql(condition: Condition): Sql {
  const path = pathOf(condition.path)
  switch (condition.test) {
    case 'is':
      return isOneOf(path, condition.values, condition.isNot)
    case 'has':
      return hasItem(path, condition.value)
    default:
      return isOrdered(path, condition.test, condition.value)
  }
}

function pathOf(path: QueryPath): string {
  return `$${path.map(key => `."${key}"`).join('')}`
}

/** A place that is not there is NULL. Equal values have one text, as it was written. */
function isOneOf(path: string, values: readonly (string | null)[], isNot: boolean): Sql {
  const known = values.filter(value => value !== null)
  // One place for all values: statements are prepared once.
  const isKnown = `coalesce(${shown} -> ? IN (SELECT value FROM json_each(?)), 0)`
  const isMissing = known.length < values.length ? `(${shown} -> ? IS NULL OR ${isKnown})` : isKnown
  return {
    text: isNot ? `NOT ${isMissing}` : isMissing,
    values: [...(known.length < values.length ? [path] : []), path, JSON.stringify(known)],
  }
}

/** A whole number beyond 2^53 stands in JSON as other digits than it has: only as REAL it is the number that was meant. */
function isOrdered(path: string, test: string, value: number | string): Sql {
  const [types, kind] = typeof value === 'string' ? ["'text'", 'TEXT'] : ["'integer', 'real'", 'REAL']
  return {
    text: `(coalesce(json_type(${shown}, ?) IN (${types}), 0) AND CAST(${shown} ->> ? AS ${kind}) ${test} ?)`,
    values: [path, path, value],
  }
}

/** A list is an array, or has its items in one. */
function hasItem(path: string, value: string): Sql {
  const item = JSON.parse(value) as unknown
  const items = `CASE json_type(${shown}, ?) WHEN 'array' THEN ${shown} -> ? ELSE coalesce(${shown} -> ?, '[]') END`
  const { text, values } = itemIs(item, value)
  return {
    text: `EXISTS (SELECT 1 FROM json_each(${items}) e WHERE ${text})`,
    values: [path, path, `${path}."$items"`, ...values],
  }
}

function itemIs(item: unknown, value: string): Sql {
  switch (typeof item) {
    case 'string':
      return { text: "e.type = 'text' AND e.value = ?", values: [item] }
    case 'number':
      return { text: "e.type IN ('integer', 'real') AND CAST(e.value AS REAL) = ?", values: [item] }
    case 'boolean':
      return { text: 'e.type = ?', values: [String(item)] }
    default:
      return item === null
        ? { text: "e.type = 'null'", values: [] }
        : { text: "e.type IN ('object', 'array') AND e.value = ?", values: [value] }
  }
}
