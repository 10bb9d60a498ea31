import type { Condition, QueryPath } from './querying.ts'
import { compareTexts } from './storable-text.ts'

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** Tells whether all conditions hold for what is shown of a value: what databases do in SQL. */
export function fits(value: string, where: readonly Condition[]): boolean {
  if (where.length === 0) return true
  const shown = JSON.parse(value) as Json
  return where.every(condition => holds(at(shown, condition.path), condition))
}

function holds(found: Json | undefined, condition: Condition): boolean {
  switch (condition.test) {
    case 'is':
      return condition.values.some(value => isEqual(found, value)) !== condition.isNot
    case 'has':
      return itemsOf(found).some(item => isEqual(item, condition.value))
    default:
      return typeof found === typeof condition.value && isOrdered(found as string | number, condition)
  }
}

function isOrdered(
  found: string | number,
  { test, value }: Extract<Condition, { test: '<' | '<=' | '>' | '>=' }>,
): boolean {
  const order =
    typeof found === 'string' ? compareTexts(found, value as string) : compareNumbers(found, value as number)
  if (order === 0) return test === '<=' || test === '>='
  return test === '<' || test === '<=' ? order < 0 : order > 0
}

function compareNumbers(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Texts in the form of queries are equal where the values are: their keys are sorted. */
function isEqual(found: Json | undefined, value: string | null): boolean {
  return found === undefined || value === null
    ? found === undefined && value === null
    : textOf(found) === value
}

function textOf(json: Json): string {
  // JSON.parse has made Infinity of what JSON.stringify would write as null.
  if (json === Infinity || json === -Infinity) return json > 0 ? '1e999' : '-1e999'
  if (Array.isArray(json)) return `[${json.map(textOf).join(',')}]`
  if (typeof json !== 'object' || json === null) return JSON.stringify(json)
  return `{${Object.entries(json)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${JSON.stringify(key)}:${textOf(value as Json)}`)
    .join(',')}}`
}

function itemsOf(found: Json | undefined): readonly Json[] {
  if (Array.isArray(found)) return found
  const items = at(found, ['$items'])
  return Array.isArray(items) ? items : []
}

function at(json: Json | undefined, path: QueryPath): Json | undefined {
  let found = json
  for (const key of path) {
    if (typeof found !== 'object' || found === null || Array.isArray(found) || !Object.hasOwn(found, key))
      return undefined
    found = (found as { readonly [key: string]: Json })[key]
  }
  return found
}
