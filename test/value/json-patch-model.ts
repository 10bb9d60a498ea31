import fc from 'fast-check'
import type { JsonPatchOperation } from 'varve'
import { setOwn, unshared as copyOf } from './plain-values.ts'

type Any = any // eslint-disable-line @typescript-eslint/no-explicit-any

/** RFC 6902 as it is written, on plain values, without a thought for speed; throws where it says that it is an error. */
export function byTheBook(value: unknown, operations: readonly JsonPatchOperation[]): unknown {
  let document: Any = copyOf(value)
  for (const operation of operations) {
    const { path } = operation
    switch (operation.op) {
      case 'add':
        document = added(document, path, copyOf(operation.value))
        break
      case 'remove':
        document = removed(document, path)
        break
      case 'replace':
        document = replaced(document, path, copyOf(operation.value))
        break
      case 'move': {
        if (`${path}/`.startsWith(`${operation.from}/`) && path !== operation.from)
          throw new Error('into itself')
        const moved = copyOf(found(document, operation.from))
        if (path !== operation.from)
          document = added(path === '' ? document : removed(document, operation.from), path, moved)
        break
      }
      case 'copy':
        document = added(document, path, copyOf(found(document, operation.from)))
        break
      case 'test':
        if (canonical(found(document, path)) !== canonical(operation.value)) throw new Error('test failed')
    }
  }
  return document
}

function tokens(pointer: string): string[] {
  if (pointer !== '' && !pointer.startsWith('/')) throw new Error('no pointer')
  return pointer
    .split('/')
    .slice(1)
    .map(token =>
      token.replaceAll(/~[^]?/g, escape => {
        if (escape !== '~0' && escape !== '~1') throw new Error('no escape')
        return escape === '~0' ? '~' : '/'
      }),
    )
}

function inside(container: Any, token: string): Any {
  if (typeof container !== 'object' || container === null) throw new Error('no container')
  if (Array.isArray(container) && !/^(0|[1-9][0-9]*)$/.test(token)) throw new Error('no index')
  if (!Object.hasOwn(container, token)) throw new Error('nothing there')
  return container[token]
}

const found = (document: Any, pointer: string): Any => tokens(pointer).reduce(inside, document)

function added(document: Any, pointer: string, value: unknown): Any {
  const way = tokens(pointer)
  const last = way.pop()
  if (last === undefined) return value
  const container = way.reduce(inside, document)
  if (typeof container !== 'object' || container === null) throw new Error('no container')
  if (!Array.isArray(container)) setOwn(container, last, value)
  else if (last === '-') container.push(value)
  else if (!/^(0|[1-9][0-9]*)$/.test(last) || Number(last) > container.length) throw new Error('no index')
  else container.splice(Number(last), 0, value)
  return document
}

function removed(document: Any, pointer: string): Any {
  const way = tokens(pointer)
  const last = way.pop()
  if (last === undefined) throw new Error('nothing left')
  const container = way.reduce(inside, document)
  inside(container, last)
  if (Array.isArray(container)) container.splice(Number(last), 1)
  else delete container[last]
  return document
}

function replaced(document: Any, pointer: string, value: unknown): Any {
  const way = tokens(pointer)
  const last = way.pop()
  if (last === undefined) return value
  const container = way.reduce(inside, document)
  inside(container, last)
  setOwn(container, last, value)
  return document
}

/** Writes JSON so that what is equal reads the same. */
function canonical(value: Any): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const names = Object.keys(value).toSorted()
  return `{${names.map(name => `${JSON.stringify(name)}:${canonical(value[name])}`).join()}}`
}

/** Few names, so that pointers meet; some that are escaped, some that are traps. */
const names = fc.constantFrom(
  'a',
  'b',
  '0',
  '1',
  '-',
  '',
  'a/b',
  'm~n',
  '~1',
  '__proto__',
  'constructor',
  'length',
)

/** Values that JSON can hold. */
export const jsonValue = (depth = 3): fc.Arbitrary<Any> =>
  fc.letrec<{ value: unknown }>(tie => ({
    value: fc.oneof(
      { maxDepth: depth, withCrossShrink: true },
      fc.constantFrom(
        0,
        1,
        -0.5,
        1e21,
        '',
        'x',
        '\ud800',
        '😀'.repeat(40),
        `${'z'.repeat(99)}a`,
        true,
        false,
        null,
      ),
      fc.array(tie('value'), { maxLength: 5 }),
      fc.dictionary(names, tie('value'), { maxKeys: 5, noNullPrototype: true }),
    ),
  })).value

const pointerTo = (way: readonly string[]): string =>
  way.map(name => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

/** Every pointer into a value. */
function pointersIn(value: Any, way: readonly string[] = []): string[] {
  const inner = typeof value === 'object' && value !== null ? Object.keys(value) : []
  return [pointerTo(way), ...inner.flatMap(name => pointersIn(value[name], [...way, name]))]
}

/** Operations that fit a value, but perhaps for the last one; several go to the same places. */
export function operationsOn(value: unknown): fc.Arbitrary<JsonPatchOperation[]> {
  const pointers = pointersIn(value)
  const steps = fc.oneof(names, fc.constantFrom('0', '0', '-', '1', '2', '3', '00', '-1', '1e0'))
  const beside = (pointer: fc.Arbitrary<string>): fc.Arbitrary<string> =>
    fc.tuple(pointer, steps).map(([each, step]) => each + pointerTo([step]))
  const any = jsonValue(1)
  return fc.tuple(fc.constantFrom(...pointers), fc.constantFrom(...pointers)).chain(few => {
    const there = fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...few) },
      { weight: 1, arbitrary: fc.constantFrom(...pointers) },
    )
    const path = fc.oneof(
      { weight: 20, arbitrary: there },
      { weight: 20, arbitrary: beside(there) },
      { weight: 4, arbitrary: beside(beside(there)) },
      { weight: 1, arbitrary: fc.constantFrom('a', '/~', '/~2') },
    )
    const one: fc.Arbitrary<JsonPatchOperation> = fc.oneof(
      fc.record({ op: fc.constantFrom('add', 'replace'), path, value: any }),
      fc.record({ op: fc.constantFrom('move', 'copy'), from: there, path }),
      fc.record({ op: fc.constant('remove'), path }),
      path.map(pointer => ({ op: 'test', path: pointer, value: valueAt(value, pointer) }) as const),
    )
    return fc.array(one, { minLength: 1, maxLength: 8 }).map(operations => fitting(value, operations))
  })
}

/** Leaves out those that don't fit, but for the last one: else hardly any list would come to its end. */
function fitting(value: unknown, operations: readonly JsonPatchOperation[]): JsonPatchOperation[] {
  let document = value
  return operations.filter((operation, i) => {
    try {
      document = byTheBook(document, [operation])
      return true
    } catch {
      return i === operations.length - 1
    }
  })
}

function valueAt(value: unknown, pointer: string): unknown {
  try {
    return found(value, pointer)
  } catch {
    return null
  }
}
