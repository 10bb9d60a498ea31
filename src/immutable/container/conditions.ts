import { badOption } from '../../options.ts'
import type { Condition, QueryPath } from '../../store/querying/querying.ts'
import { storableText } from '../../store/querying/storable-text.ts'
import { bigintKey, dateKey, deepest, orderlyBigint, queryForm, queryKey } from './query-form.ts'

const orders = { lt: '<', lte: '<=', gt: '>', gte: '>=' } as const
const tests = ['eq', 'not', 'in', 'has', ...Object.keys(orders)]

/** SQLite takes 1,000 terms in one expression. */
const most = 500

/** Any class whose values a collection has. */
type AnyClass = abstract new (...args: never) => object

/** Makes conditions of a filter; `BAD_OPTION` for what cannot be asked. */
export function conditionsOf(
  where: string,
  filter: unknown,
  of: AnyClass | undefined,
  before: readonly Condition[] = [],
): Condition[] {
  if (!isFilter(filter)) throw badOption(where, 'filter', 'is no object: give fields and what they are to be')
  const conditions = [...before]
  for (const condition of conditionsIn(where, filter, [], [], of?.prototype as object | undefined)) {
    conditions.push(condition)
    if (conditions.length > most)
      throw badOption(
        where,
        'filter',
        `asks for more than ${most} things at once: ask with { in: […] }, or for less`,
      )
  }
  return conditions
}

function* conditionsIn(
  where: string,
  filter: object,
  names: readonly string[],
  path: QueryPath,
  prototype?: object,
): Generator<Condition, undefined> {
  if (names.length > deepest) {
    const place = `${names.slice(0, 3).join('.')}…`
    throw badOption(where, place, `goes more than ${deepest} levels down, where nothing is found`)
  }
  for (const [name, asked] of Object.entries(filter) as [string, unknown][]) {
    if (prototype) mustBeField(where, prototype, name)
    const [at, place] = [
      [...path, queryKey(name)],
      [...names, name],
    ]
    const what = place.join('.')
    if (!isObject(asked)) yield { test: 'is', path: at, values: [formOf(where, what, asked)], isNot: false }
    else if (Array.isArray(asked))
      throw badOption(
        where,
        what,
        'is a list: ask with { in: […] } for one of these, with { has: … } for a list with this in it',
      )
    else if (asked instanceof Date) yield { test: 'is', path: at, values: [queryForm(asked)], isNot: false }
    else if (isTests(asked)) yield* testsIn(where, what, at, asked)
    else if (isFilter(asked)) yield* conditionsIn(where, asked, place, at)
    else
      throw badOption(
        where,
        what,
        'cannot be asked for: give a text, number, bigint, boolean, Date, null or undefined',
      )
  }
}

function* testsIn(
  where: string,
  what: string,
  path: QueryPath,
  asked: Readonly<Record<string, unknown>>,
): Generator<Condition, undefined> {
  for (const [name, value] of Object.entries(asked)) {
    const form = () => formOf(where, what, value)
    if (name === 'eq') yield { test: 'is', path, values: [form()], isNot: false }
    else if (name === 'not') yield { test: 'is', path, values: [form()], isNot: true }
    else if (name === 'has') yield { test: 'has', path, value: queryForm(value) }
    else if (name === 'in') yield { test: 'is', path, values: formsOf(where, what, value), isNot: false }
    else yield orderOf(where, what, path, orders[name as keyof typeof orders], value)
  }
}

function formsOf(where: string, what: string, values: unknown): (string | null)[] {
  if (!Array.isArray(values))
    throw badOption(where, `${what}.in`, 'is no list: give the values of which it may be one')
  return values.map(value => formOf(where, `${what}.in`, value))
}

function orderOf(
  where: string,
  what: string,
  path: QueryPath,
  test: (typeof orders)[keyof typeof orders],
  value: unknown,
): Condition {
  if (typeof value === 'number' && !Number.isNaN(value)) return { test, path, value }
  if (typeof value === 'string') return { test, path, value: storableText(value) }
  if (typeof value === 'bigint') return { test, path: [...path, bigintKey], value: orderlyBigint(value) }
  if (value instanceof Date && !Number.isNaN(value.getTime()))
    return { test, path: [...path, dateKey], value: value.getTime() }
  throw badOption(
    where,
    what,
    `is to be ${test} ${String(value)}, which has no order: give a number, text, bigint or Date`,
  )
}

/** Null where it is to be missing. */
function formOf(where: string, what: string, value: unknown): string | null {
  if (value === undefined) return null
  if (typeof value === 'function' || typeof value === 'symbol')
    throw badOption(where, what, `is a ${typeof value}, which no value is`)
  return queryForm(value)
}

/** What a class computes is not stored, so no store can find it. */
function mustBeField(where: string, prototype: object, name: string): void {
  for (
    let at: object | null = prototype;
    at && at !== Object.prototype;
    at = Object.getPrototypeOf(at) as object | null
  ) {
    const property = Object.getOwnPropertyDescriptor(at, name)
    if (!property || (typeof property.value !== 'function' && !property.get && !property.set)) continue
    const what = property.get || property.set ? 'computed by the class' : 'a method'
    throw badOption(where, name, `is ${what}, and not stored: ask for the fields that it comes from`)
  }
}

/** Only tests are asked for in it. */
function isTests(asked: object): asked is Readonly<Record<string, unknown>> {
  const names = Object.keys(asked)
  return names.length > 0 && names.every(name => tests.includes(name))
}

function isFilter(value: unknown): value is object {
  if (!isObject(value)) return false
  const prototype = Object.getPrototypeOf(value) as object | null
  return prototype === Object.prototype || prototype === null
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
