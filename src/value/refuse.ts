import { VarveError } from '../errors.ts'
import { maxDepth, maxPlaces } from './bounds.ts'
import type { Path } from './path.ts'
import { placeText } from './path-text.ts'

/** Refuses what cannot be remembered, with its place: `score.players[3].onClick: a function cannot be remembered`. */
export function refuse(
  name: string,
  path: Path,
  type: string,
  what: string,
  advice: string,
  options?: { cause?: unknown },
): never {
  const message = `${shortPlace(name, path)}: ${what} cannot be remembered; ${advice}`
  throw new VarveError('NOT_REMEMBERABLE', message, { path: Object.freeze([...path]), type }, options)
}

/** Nobody reads a thousand keys. */
function shortPlace(name: string, path: Path): string {
  return path.length <= 20 ? placeText(name, path) : `${placeText(name, path.slice(0, 10))}…`
}

/** Refuses a value that is nested deeper than the bound. */
export function refuseDepth(name: string, path: Path): never {
  const message =
    `${shortPlace(name, path)}: nested more than ${maxDepth} deep, ` +
    'which cannot be remembered; keep the parts in a flat Map or array and refer to them by key'
  throw new VarveError('NOT_REMEMBERABLE', message, { path: Object.freeze([...path]), type: 'depth' })
}

/** Refuses a value with more places than the bound. */
export function refuseSize(name: string, path: Path): never {
  const message =
    `${shortPlace(name, path)}: more than ${maxPlaces} places (a part used twice counts twice), ` +
    'which cannot be remembered; split the value into several variables'
  throw new VarveError('NOT_REMEMBERABLE', message, { path: Object.freeze([...path]), type: 'size' })
}

/** Refuses to store an immutable type that no tag stands for. */
export function refuseUntagged(type: string, name: string, path: Path): never {
  refuse(
    name,
    path,
    type,
    `a ${type} has no tag to be stored under, so that it`,
    `name it once with register(${type}, { tag: … }), by which it is stored`,
  )
}

/** What to do instead, for the kinds that people meet most. */
const advices: Readonly<Record<string, string>> = {
  Promise: 'await it, and remember what it gives',
  String: 'use the primitive string',
  Number: 'use the primitive number',
  Boolean: 'use the primitive boolean',
  BigInt: 'use the primitive bigint',
  Symbol: 'use a string',
  Buffer: 'remember a copy of its bytes: new Uint8Array(buffer)',
  SharedArrayBuffer: 'remember a copy of its bytes: new Uint8Array(shared).slice()',
  URLSearchParams: 'remember its text: String(params)',
  WeakMap: 'use a Map with primitive keys',
  WeakSet: 'use a Set',
  WeakRef: 'remember what it refers to',
  Watched: 'a variable cannot stand in a value; remember what it holds: variable.value',
  RevisionedMapping: 'a mapping cannot stand in a value; put what it holds there, or its name',
  RecordedRevision: 'remember its index, hash or value',
}

/** Says what to do about an instance of a class. */
export function adviceFor(type: string): string {
  const known = Object.hasOwn(advices, type) ? advices[type] : undefined
  return (
    known ??
    `teach it with register(${type === 'an unnamed class' ? 'Class' : type}, { tag: … }), or put plain data there`
  )
}
