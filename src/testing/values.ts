/** What is used of a fast-check arbitrary. */
export interface Arbitrary<T> {
  map<U>(fn: (value: T) => U): Arbitrary<U>
}
/** What is used of fast-check, which is handed in, so that nothing published imports a test library. */
export interface FastCheck {
  constant(value: unknown): Arbitrary<unknown>
  constantFrom(...values: unknown[]): Arbitrary<unknown>
  boolean(): Arbitrary<boolean>
  integer(): Arbitrary<number>
  double(): Arbitrary<number>
  bigInt(): Arbitrary<bigint>
  string(options: { unit: 'binary' }): Arbitrary<string>
  uint8Array(options: { maxLength: number }): Arbitrary<Uint8Array>
  array(
    item: Arbitrary<unknown>,
    options: { maxLength: number; depthIdentifier: string },
  ): Arbitrary<unknown[]>
  tuple(...items: Arbitrary<unknown>[]): Arbitrary<unknown[]>
  oneof(
    options: { depthSize: 'small'; depthIdentifier: string },
    ...choices: Arbitrary<unknown>[]
  ): Arbitrary<unknown>
  letrec(
    build: (tie: (key: string) => Arbitrary<unknown>) => Record<string, Arbitrary<unknown>>,
  ): Record<string, Arbitrary<unknown>>
}
/** The arbitrary of the fast-check that was handed in. */
export type ArbitraryOf<F extends FastCheck> = ReturnType<F['constant']>

const depth = { depthIdentifier: 'varve' } as const
const awkwardStrings = [
  '',
  '__proto__',
  'constructor',
  'toJSON',
  'then',
  'length',
  '0',
  '-0',
  'a.b',
  '[0]',
  '\ud800',
  '\udc00x',
  '\u2028',
  '</script>',
  '\0',
  '🜂',
]
const awkwardNumbers = [
  0,
  -0,
  NaN,
  Infinity,
  -Infinity,
  Number.MAX_VALUE,
  Number.MIN_VALUE,
  Number.MAX_SAFE_INTEGER,
  2 ** 53,
  1e21,
  -1,
]

/** Makes an arbitrary of plain JSON values. */
export function jsonValues<F extends FastCheck>(fc: F): ArbitraryOf<F> {
  const finite = fc.double().map(n => (Number.isFinite(n) && n !== 0 ? n : 0))
  const scalar = fc.oneof(
    { depthSize: 'small', ...depth },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    finite,
    keys(fc),
  )
  const { value } = fc.letrec(tie => ({
    value: fc.oneof(
      { depthSize: 'small', ...depth },
      scalar,
      lists(fc, tie('value')),
      objects(fc, tie('value')),
    ),
  }))
  return value as ArbitraryOf<F>
}

/**
 * Makes an arbitrary of everything that can be remembered, leaning to the awkward. `also` adds what is your own: from the
 * arbitrary of the values inside it makes those of instances of registered classes and immutable types, or of lists.
 */
export function rememberableValues<F extends FastCheck>(
  fc: F,
  also?: (inner: ArbitraryOf<F>) => readonly ArbitraryOf<F>[],
): ArbitraryOf<F> {
  const { value } = fc.letrec(tie => {
    const inner = tie('value')
    return {
      value: fc.oneof(
        { depthSize: 'small', ...depth },
        scalars(fc),
        objectsWithState(fc),
        lists(fc, inner),
        objects(fc, inner),
        objects(fc, inner).map(object => Object.assign(Object.create(null) as object, object)),
        sparse(fc, inner),
        maps(fc, inner),
        lists(fc, inner).map(list => new Set(list as unknown[])),
        errors(fc, inner),
        ...(also?.(inner as ArbitraryOf<F>) ?? []),
      ),
    }
  })
  return value as ArbitraryOf<F>
}

function scalars(fc: FastCheck): Arbitrary<unknown> {
  return fc.oneof(
    { depthSize: 'small', ...depth },
    fc.constantFrom(undefined, null, true, false, ...awkwardNumbers, ...awkwardStrings),
    fc.double(),
    fc.bigInt(),
    fc.string({ unit: 'binary' }),
  )
}

function keys(fc: FastCheck): Arbitrary<unknown> {
  return fc.oneof(
    { depthSize: 'small', ...depth },
    fc.constantFrom(...awkwardStrings),
    fc.string({ unit: 'binary' }),
  )
}

function objectsWithState(fc: FastCheck): Arbitrary<unknown> {
  const bytes = fc.uint8Array({ maxLength: 4 })
  const views = [
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Uint16Array,
    Float32Array,
    Float64Array,
    BigInt64Array,
    DataView,
  ]
  return fc.oneof(
    { depthSize: 'small', ...depth },
    fc.constantFrom(0, -1, 8.64e15, -8.64e15, 253402300800000, NaN).map(time => new Date(time as number)),
    fc.constantFrom(['a+', 'g', 1], ['[\\]/]', 'dgimsuy', 0], ['(?:)', 'v', 2]).map(regexp),
    fc.constantFrom(...views).map(View => new (View as typeof Uint16Array)(new ArrayBuffer(16), 8, 1)),
    bytes.map(array => array.slice()),
    bytes.map(array => array.slice().buffer),
  )
}

function regexp(parts: unknown): RegExp {
  const [source, flags, lastIndex] = parts as [string, string, number]
  const made = new RegExp(source, flags)
  made.lastIndex = lastIndex
  return made
}

function lists(fc: FastCheck, inner: Arbitrary<unknown>): Arbitrary<unknown> {
  return fc.array(inner, { maxLength: 4, ...depth })
}

function objects(fc: FastCheck, inner: Arbitrary<unknown>): Arbitrary<unknown> {
  return fc
    .array(fc.tuple(keys(fc), inner), { maxLength: 4, ...depth })
    .map(pairs => Object.fromEntries(pairs as [string, unknown][]) as unknown)
}

function sparse(fc: FastCheck, inner: Arbitrary<unknown>): Arbitrary<unknown> {
  return fc.tuple(inner, fc.constantFrom(0, 1, 7, 5_000_000)).map(([value, gap]) => {
    const array: unknown[] = []
    array[gap as number] = value
    array.length += gap as number
    return array
  })
}

function maps(fc: FastCheck, inner: Arbitrary<unknown>): Arbitrary<unknown> {
  const key = fc.oneof(
    { depthSize: 'small', ...depth },
    keys(fc),
    fc.double(),
    fc.bigInt(),
    fc.boolean(),
    fc.constant(null),
  )
  return fc
    .array(fc.tuple(key, inner), { maxLength: 4, ...depth })
    .map(pairs => new Map(pairs as [unknown, unknown][]))
}

function errors(fc: FastCheck, inner: Arbitrary<unknown>): Arbitrary<unknown> {
  return fc.tuple(keys(fc), inner, inner).map(([message, cause, extra]) => {
    const error = extra === null ? new TypeError() : new AggregateError([extra], message as string, { cause })
    return Object.assign(error, { extra })
  })
}
