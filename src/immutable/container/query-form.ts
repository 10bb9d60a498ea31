import { storableText } from '../../store/querying/storable-text.ts'
import { isOwnPrototype } from '../../value/own-class.ts'
import { kindOf } from '../../value/kind-of.ts'

/** Deeper than anybody asks; SQLite parses JSON of 1,000 levels. */
export const deepest: number = 200

/** A Date is written behind this key, in milliseconds, so that it is told from a number and ordered like one. */
export const dateKey = '$date'
/** A bigint is written behind this key, as a text that is ordered like the number. */
export const bigintKey = '$bigint'
/** The elements of what is a list, but no array. */
export const itemsKey = '$items'

/**
 * Writes a value as JSON to be asked for: equal values give equal texts (the keys of objects are sorted), what JSON has no
 * word for is told from what it has, and any database can hold it. It is not read back: values come from their lines.
 */
export function queryForm(value: unknown): string {
  return formOf(value, 0) ?? tagged('$is', '"undefined"')
}

/**
 * Writes the key of an object: letters and digits as they are, everything else as its code units. A digit at its beginning counts
 * among the latter, so that no key looks like the index of a list.
 */
export function queryKey(key: string): string {
  if (key === '') return '~'
  return key.replace(/^[\p{N}-]|[^\p{L}\p{N}_-]/gu, char =>
    Array.from(
      { length: char.length },
      (_, at) => `~${char.charCodeAt(at).toString(16).padStart(4, '0')}`,
    ).join(''),
  )
}

/** Undefined for undefined, which is as if it were not there. */
function formOf(value: unknown, depth: number): string | undefined {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(storableText(value))
    case 'number':
      return numberForm(value)
    case 'boolean':
      return String(value)
    case 'bigint':
      return tagged(bigintKey, JSON.stringify(orderlyBigint(value)))
    case 'object':
      return value === null ? 'null' : objectForm(value, depth)
    default:
      return undefined
  }
}

function objectForm(value: object, depth: number): string {
  if (depth > deepest) return tagged('$is', '"deeper"')
  if (value instanceof Date) return tagged(dateKey, numberForm(value.getTime()))
  switch (kindOf(value)) {
    case 'array':
      return listOf(value as unknown[], depth)
    case 'list':
      return collection('List', value as Sized, depth)
    case 'set':
      return collection('Set', value as Sized, depth)
    case 'map':
      return collection('Map', value as Sized, depth)
    default:
      return hasFields(value)
        ? fieldsOf(value, depth)
        : tagged('$is', JSON.stringify(storableText(nameOf(value))))
  }
}

function fieldsOf(value: object, depth: number): string {
  const fields: string[] = []
  const entries = Object.entries(value).map(([key, field]) => [queryKey(key), field as unknown] as const)
  for (const [key, field] of entries.sort(([a], [b]) => (a < b ? -1 : 1))) {
    const form = formOf(field, depth + 1)
    if (form !== undefined) fields.push(`${JSON.stringify(key)}:${form}`)
  }
  return `{${fields.join(',')}}`
}

function listOf(items: readonly unknown[], depth: number): string {
  const forms = Array.from(items, item => formOf(item, depth + 1) ?? tagged('$is', '"undefined"'))
  return `[${forms.join(',')}]`
}

function collection(name: string, items: Sized, depth: number): string {
  return `{"$is":"${name}","${itemsKey}":${listOf([...items], depth)},"size":${items.size}}`
}

interface Sized extends Iterable<unknown> {
  readonly size: number
}

/** Infinity is a number greater than any other to a database as well. */
function numberForm(value: number): string {
  if (Number.isNaN(value)) return tagged('$is', '"NaN"')
  if (Number.isFinite(value)) return JSON.stringify(value)
  return value > 0 ? '1e999' : '-1e999'
}

/** Sign, number of digits, digits: of a negative number the ones that are left to nine. */
export function orderlyBigint(value: bigint): string {
  const digits = (value < 0n ? -value : value).toString()
  const length = String(digits.length).padStart(10, '0')
  if (value >= 0n) return `+${length}${digits}`
  return `!${`${length}${digits}`.replace(/\d/g, digit => String(9 - Number(digit)))}`
}

function hasFields(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as object | null
  return prototype === null || prototype === Object.prototype || isOwnPrototype(prototype)
}

function nameOf(value: object): string {
  const { constructor: Class } = value as { readonly constructor?: unknown }
  return (typeof Class === 'function' && Class.name) || 'object'
}

function tagged(key: string, form: string): string {
  return `{"${key}":${form}}`
}
