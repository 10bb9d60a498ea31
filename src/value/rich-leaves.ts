import { VarveError } from '../errors.ts'
import { listFamily, listInside } from './list-family.ts'
import type { Keeping } from './keeping.ts'
import type { Kept } from './kept.ts'
import { kindOf } from './kind-of.ts'
import type { Leaf } from './leaf.ts'
import { BytesLeaf, byteClasses } from './leaves/bytes.ts'
import { DateLeaf } from './leaves/date.ts'
import { ErrorLeaf, errorClasses } from './leaves/error.ts'
import { RegExpLeaf } from './leaves/regexp.ts'
import { RegisteredLeaf } from './leaves/registered.ts'
import { TemporalLeaf, isTemporalText } from './leaves/temporal.ts'
import { UrlLeaf, isHref } from './leaves/url.ts'
import { eachPlace } from './places.ts'
import { isOwnPrototype, ownTag, prototypeWithTag } from './own-class.ts'
import { className } from './realm.ts'
import { refuseUntagged } from './refuse.ts'
import { bare, instanceOf, setOwn } from './sealed.ts'

type Reduce = (thing: unknown) => unknown

const invalid = 'Invalid Date'

/** What each leaf, and an object that devalue refuses, is written as; nothing (falsy) for all else. */
export const reducers: Readonly<Record<string, Reduce>> = {
  Date: thing => thing instanceof DateLeaf && dateText(thing.time),
  RegExp: thing => thing instanceof RegExpLeaf && [thing.source, thing.flags, thing.lastIndex],
  URL: thing => thing instanceof UrlLeaf && thing.href,
  Error: thing => thing instanceof ErrorLeaf && [thing.type, thing.hidden, thing.shown],
  Bytes: thing => thing instanceof BytesLeaf && [thing.type, thing.bytes.buffer],
  Temporal: thing => thing instanceof TemporalLeaf && [thing.type, thing.text],
  Instance: thing => thing instanceof RegisteredLeaf && [thing.tag, thing.plain],
  List: thing => typeof thing === 'object' && kindOf(thing) === 'list' && listInside(thing!).toArray(),
  Own: thing => isOwn(thing) && ownForm(thing),
  Properties: thing =>
    typeof thing === 'object' && thing !== null && Object.hasOwn(thing, '__proto__') && properties(thing),
}

const dateText = (time: number): string => (Number.isNaN(time) ? invalid : new Date(time).toISOString())

const isOwn = (thing: unknown): thing is object =>
  typeof thing === 'object' && thing !== null && isOwnPrototype(Object.getPrototypeOf(thing) as object | null)

/** An instance of an immutable type, as its tag and its fields. */
function ownForm(instance: object): readonly [tag: string, fields: object] {
  const prototype = Object.getPrototypeOf(instance) as object
  const tag = ownTag(prototype) ?? refuseUntagged(className(prototype), 'value', [])
  const fields = {}
  eachPlace(instance, (key, kept) => setOwn(fields, key as string, kept))
  return [tag, fields]
}

/** An object with a property called `__proto__`, as [has no prototype, key, value, key, value…]. */
function properties(object: object): unknown[] {
  const flat: unknown[] = [Object.getPrototypeOf(object) === null]
  eachPlace(object, (key, kept) => flat.push(key, kept))
  return flat
}

/** The ways back. Each checks what it is given, and throws when that is not what its reducer writes. */
export function reviversWith(keeping: Keeping): Record<string, (payload: unknown) => unknown> {
  return {
    Date: payload => readDate(text(payload)),
    RegExp: payload => readRegExp(tuple(payload, 3)),
    URL: payload => (isHref(text(payload)) ? new UrlLeaf(text(payload)) : bad()),
    Error: payload => readError(tuple(payload, 3), keeping),
    Bytes: payload => readBytes(tuple(payload, 2)),
    Temporal: payload => readTemporal(tuple(payload, 2)),
    Instance: payload => readInstance(tuple(payload, 2), keeping),
    List: payload => readList(tuple(payload)),
    Own: payload => readOwn(tuple(payload, 2)),
    Properties: payload => readProperties(tuple(payload)),
  }
}

function readDate(iso: string): Leaf {
  const time = iso === invalid ? NaN : Date.parse(iso)
  return dateText(time) === iso ? new DateLeaf(time) : bad()
}

function readRegExp([source, flags, lastIndex]: unknown[]): Leaf {
  const regexp = new RegExp(text(source), text(flags))
  if (regexp.source !== source || regexp.flags !== flags || typeof lastIndex !== 'number') return bad()
  return new RegExpLeaf(source as string, flags as string, lastIndex)
}

function readError([type, hidden, shown]: unknown[], keeping: Keeping): Leaf {
  const [inner, outer] = [keeping.value(hidden), keeping.value(shown)]
  if (!errorClasses.includes(text(type)) || kindOf(inner) !== 'object' || kindOf(outer) !== 'object')
    return bad()
  return new ErrorLeaf(type as string, inner, outer)
}

function readBytes([type, buffer]: unknown[]): Leaf {
  const size = Object.hasOwn(byteClasses, text(type)) ? byteClasses[type as string]! : bad()
  if (!(buffer instanceof ArrayBuffer) || buffer.byteLength % size !== 0) return bad()
  return new BytesLeaf(type as string, new Uint8Array(buffer))
}

function readTemporal([type, value]: unknown[]): Leaf {
  if (!isTemporalText(text(type), text(value))) return bad()
  return new TemporalLeaf(type as string, value as string)
}

function readInstance([tag, plain]: unknown[], keeping: Keeping): Leaf {
  if (text(tag) === '') return bad()
  return new RegisteredLeaf(tag as string, keeping.value(plain) as Kept)
}

function readOwn([tag, fields]: unknown[]): object {
  if (text(tag) === '' || typeof fields !== 'object' || fields === null) return bad()
  if (Object.getPrototypeOf(fields) !== Object.prototype) return bad()
  const instance = instanceOf(prototypeWithTag(tag as string))
  for (const key of Object.keys(fields)) setOwn(instance, key, (fields as Record<string, unknown>)[key])
  return instance
}

function readProperties([isBare, ...flat]: unknown[]): object {
  if (typeof isBare !== 'boolean' || flat.length % 2 !== 0) return bad()
  const object = isBare ? bare() : {}
  for (let i = 0; i < flat.length; i += 2) {
    if (Object.hasOwn(object, text(flat[i]))) return bad()
    setOwn(object, flat[i] as string, flat[i + 1])
  }
  return Object.hasOwn(object, '__proto__') ? object : bad()
}

/** A list has no holes. */
function readList(items: unknown[]): object {
  for (let i = 0; i < items.length; i++) if (!Object.hasOwn(items, i)) return bad()
  const family = listFamily()
  if (family === null) {
    const message =
      "There is an ImmutableList in this value: import 'varve/immutable' once, and it can be read"
    throw new VarveError('MISSING_PACKAGE', message, { name: 'varve/immutable' })
  }
  return family.transient(items)
}

function text(payload: unknown): string {
  return typeof payload === 'string' ? payload : bad()
}

function tuple(payload: unknown, length?: number): unknown[] {
  if (!Array.isArray(payload) || (length !== undefined && payload.length !== length)) return bad()
  return payload
}

function bad(): never {
  throw new Error('Not what Varve writes for such an object')
}
