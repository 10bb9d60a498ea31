import fc from 'fast-check'
import { ImmutableList } from 'varve/immutable'
import { instances, isList, lists } from './own-classes.ts'
import { Tally } from './tally.ts'

/** Values of every kind that is remembered, without a part used twice. */
export const plainValue = (depth = 3): fc.Arbitrary<unknown> =>
  fc.letrec<{ value: unknown }>(tie => ({
    value: fc.oneof(
      { maxDepth: depth, withCrossShrink: true },
      scalar,
      fc.array(tie('value'), { maxLength: 5 }),
      holey(tie('value')),
      fc.dictionary(key, tie('value'), { maxKeys: 5, noNullPrototype: false }),
      fc.array(fc.tuple(mapKey, tie('value')), { maxLength: 5 }).map(entries => new Map(entries)),
      fc.array(tie('value'), { maxLength: 4 }).map(values => new Set(values)),
      instances(tie('value')),
      lists(tie('value')),
    ),
  })).value

/** A value that has places to edit. */
export const plainContainer = (depth = 3): fc.Arbitrary<object> =>
  fc
    .record({
      a: plainValue(depth),
      b: fc.array(plainValue(depth - 1), { maxLength: 6 }),
      m: plainValue(depth),
    })
    .map(each => each as object)

/** Few names, so that commands meet; some that order themselves, some that are traps. */
export const key: fc.Arbitrary<string> = fc.constantFrom(
  'a',
  'b',
  'c',
  'm',
  '1',
  '0',
  '__proto__',
  'length',
  'a.b',
  '',
)
export const mapKey: fc.Arbitrary<string | number | boolean | null | bigint> = fc.constantFrom(
  'a',
  'b',
  0,
  1,
  '1',
  true,
  null,
  12n,
  NaN,
)

const scalar: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(0, 1, 2, 'x', 'hello', '') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      -0,
      NaN,
      Infinity,
      10n,
      true,
      null,
      undefined,
      '\ud800',
      '😀'.repeat(40),
      'z'.repeat(100),
    ),
  },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 9 }).map(time => new Date(time)) },
  { weight: 1, arbitrary: fc.constant(0).map(() => new Uint8Array([1, 2])) },
  { weight: 1, arbitrary: fc.constantFrom(0.5, NaN).map(n => new Float64Array([n])) },
  { weight: 1, arbitrary: fc.constant(0).map(() => new Tally()) },
)

function holey(value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown[]> {
  return fc.tuple(fc.array(value, { maxLength: 4 }), fc.nat(4)).map(([elements, hole]) => {
    // Not the one given, which is needed again when it is made smaller.
    const own = [...elements]
    delete own[hole]
    return own
  })
}

/** Whether it has inner state that no trap of a draft sees, and is copied at each reading of a snapshot. */
export function isLeafLike(value: unknown): boolean {
  return value instanceof Date || ArrayBuffer.isView(value) || value instanceof Tally
}

/** Makes a plain copy of a plain value or a snapshot, in which nothing is shared, not even between two places. */
export function unshared(value: unknown): unknown {
  if (Array.isArray(value)) {
    const copy: unknown[] = []
    copy.length = value.length
    for (const index of Object.keys(value)) copy[Number(index)] = unshared(value[Number(index)])
    return copy
  }
  if (isMap(value)) return new Map([...value].map(([each, inner]) => [each, unshared(inner)]))
  if (isSet(value)) return new Set([...value].map(unshared))
  if (isList(value)) return new ImmutableList([...value].map(unshared))
  if (value instanceof Date || value instanceof RegExp || ArrayBuffer.isView(value))
    return structuredClone(value)
  if (typeof value !== 'object' || value === null) return value
  const copy = Object.create(Object.getPrototypeOf(value) as object | null) as object
  for (const [each, inner] of Object.entries(value)) setOwn(copy, each, unshared(inner))
  return copy
}

export function setOwn(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, writable: true, enumerable: true, configurable: true })
}

/** Writes a value so that whatever differs reads differently: kinds, holes, the order of keys, zeros. */
export function described(value: unknown): string {
  if (Array.isArray(value)) {
    const parts: string[] = []
    for (let i = 0; i < value.length; i++) parts.push(Object.hasOwn(value, i) ? described(value[i]) : 'hole')
    return `[${parts.join(',')}]`
  }
  if (isMap(value))
    return `Map{${[...value].map(([each, inner]) => `${described(each)}=>${described(inner)}`).join(',')}}`
  if (isSet(value)) return `Set{${[...value].map(described).join(',')}}`
  if (isList(value)) return `List[${[...value].map(described).join(',')}]`
  if (value instanceof Date) return `Date(${value.getTime()})`
  if (value instanceof Uint8Array) return `Bytes(${value.join()})`
  if (value instanceof Float64Array) return `Doubles(${value.join()})`
  if (typeof value === 'object' && value !== null) {
    return `${kindOfObject(value)}{${Object.keys(value)
      .map(each => `${JSON.stringify(each)}:${described((value as Record<string, unknown>)[each])}`)
      .join(',')}}`
  }
  if (typeof value === 'string') return JSON.stringify(value)
  return Object.is(value, -0) ? '-0' : typeof value === 'bigint' ? `${value}n` : String(value)
}

function kindOfObject(value: object): string {
  const prototype = Object.getPrototypeOf(value) as object | null
  if (prototype === null) return 'bare'
  // What stands in for a class that is not here has no constructor.
  const name =
    (prototype.constructor as { name: string } | undefined)?.name ?? Object.prototype.toString.call(value)
  return name === 'Object' ? '' : name
}

const isMap = (value: unknown): value is ReadonlyMap<unknown, unknown> =>
  typeof value === 'object' && value !== null && Object.prototype.toString.call(value).endsWith('Map]')
const isSet = (value: unknown): value is ReadonlySet<unknown> =>
  typeof value === 'object' && value !== null && Object.prototype.toString.call(value).endsWith('Set]')
