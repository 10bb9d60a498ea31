import type { Dialect, Sql } from '../../querying/find-sql.ts'
import type { Condition, QueryPath } from '../../querying/querying.ts'

/** How PostgreSQL is asked. */
export const dialect: Dialect = { condition: conditionSql, commentPosition: 'strpos(r.comment, ?)' }

/** What stands at a path; NULL where nothing does. Keys never look like indexes of lists. */
const found = '(m.value #> ?::text[])'

function conditionSql(condition: Condition): Sql {
  const { path } = condition
  switch (condition.test) {
    case 'is':
      return isOneOf(path, condition.values, condition.isNot)
    case 'has':
      return hasItem(path, condition.value)
    default:
      return isOrdered(path, condition.test, condition.value)
  }
}

function isOneOf(path: QueryPath, values: readonly (string | null)[], isNot: boolean): Sql {
  const known = values.filter(value => value !== null)
  const isKnown = `coalesce(${found} = ANY(?::jsonb[]), false)`
  const test = known.length < values.length ? `(${found} IS NULL OR ${isKnown})` : isKnown
  return {
    text: isNot ? `NOT ${test}` : test,
    values: [...(known.length < values.length ? [path] : []), path, known],
  }
}

/** A cast that fails must not be tried: only CASE keeps an order. */
function isOrdered(path: QueryPath, test: string, value: number | string): Sql {
  const isText = typeof value === 'string'
  const compared = isText
    ? `(${found} #>> '{}') COLLATE "C" ${test} ?`
    : `${found}::numeric ${test} ?::numeric`
  return {
    text: `CASE WHEN jsonb_typeof(${found}) = '${isText ? 'string' : 'number'}' THEN ${compared} ELSE false END`,
    values: [path, path, isText ? value : numberText(value)],
  }
}

/** A list is an array, or has its items in one. */
function hasItem(path: QueryPath, value: string): Sql {
  const items =
    `CASE WHEN jsonb_typeof(${found}) = 'array' THEN ${found}` +
    ` WHEN jsonb_typeof(${found}) = 'array' THEN ${found} ELSE '[]' END`
  const inside = [...path, '$items']
  return {
    text: `EXISTS (SELECT 1 FROM jsonb_array_elements(${items}) e(item) WHERE e.item = ?::jsonb)`,
    values: [path, path, inside, inside, value],
  }
}

/** Infinity is written as a number that no other reaches. */
function numberText(value: number): string {
  return Number.isFinite(value) ? String(value) : value > 0 ? '1e999' : '-1e999'
}
