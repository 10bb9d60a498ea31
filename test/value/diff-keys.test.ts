import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { apply, diff, invert, isVarveError, update } from 'varve'
import { keep } from '../../src/value/keep.ts'
import { thaw } from '../../src/value/thaw.ts'
import { fuzz } from '../fuzz.ts'
import { described, plainValue, unshared } from './plain-values.ts'

type Any = any // eslint-disable-line @typescript-eslint/no-explicit-any

const keys = (element: Any): unknown => element?.id
const items = (...ids: (number | [id: number, n: number])[]) =>
  ids.map(id => (typeof id === 'number' ? { id, n: id } : { id: id[0], n: id[1] }))

describe('diff by keys', () => {
  test('what stays in order is edited in place, what moved is told as splices', () => {
    expect(diff(items(1, 2, 3), items(3, [1, 10], [2, 20], 4), { keys })).toEqual([
      { op: 'splice', path: [], index: 0, remove: 0, insert: items(3) },
      { op: 'replace', path: [1, 'n'], value: 10 },
      { op: 'replace', path: [2, 'n'], value: 20 },
      { op: 'splice', path: [], index: 3, remove: 1, insert: items(4) },
    ])
  })

  test('another element in the same place is not an edit', () => {
    expect(diff(items(1, 2), items(1, [3, 2]), { keys })).toEqual([
      { op: 'splice', path: [], index: 1, remove: 1, insert: items([3, 2]) },
    ])
    expect(diff(items(1, 2), items(1, [3, 2]))).toEqual([{ op: 'replace', path: [1, 'id'], value: 3 }])
  })

  test('the function is given the element as a snapshot, and the path of its array', () => {
    const seen: unknown[] = []
    diff(
      { a: [{ list: [{ id: 1 }] }] },
      { a: [{ list: [{ id: 2 }] }] },
      {
        keys: (element, path) => {
          seen.push(path)
          expect(Object.isFrozen(element) && Object.isFrozen(path)).toBe(true)
          return (element as { id?: number }).id ?? 'one'
        },
      },
    )
    expect(new Set(seen.map(each => JSON.stringify(each)))).toEqual(new Set(['["a"]', '["a",0,"list"]']))
  })

  test('those with the same key are taken in their order', () => {
    expect(diff(items([1, 1], [1, 2], [1, 3]), items([1, 10], [1, 20]), { keys })).toEqual([
      { op: 'replace', path: [0, 'n'], value: 10 },
      { op: 'replace', path: [1, 'n'], value: 20 },
      { op: 'splice', path: [], index: 2, remove: 1, insert: [] },
    ])
  })

  test('those without a key are known again by being equal, and an array without any as if none was asked for', () => {
    const plain = [{ t: 'a' }, { t: 'b' }]
    expect(diff([...plain, ...items(1)], [...items([1, 2]), ...structuredClone(plain)], { keys })).toEqual([
      { op: 'splice', path: [], index: 0, remove: 0, insert: items([1, 2]) },
      { op: 'splice', path: [], index: 3, remove: 1, insert: [] },
    ])
    const [a, b] = [{ tags: [1, 2, 3, 4, 5] }, { tags: [1, 7, 3, 8, 5] }]
    expect(diff(a, b, { keys })).toEqual(diff(a, b))
    expect(diff([null, undefined, 'x'], [null, 'x'], { keys })).toHaveLength(1)
  })

  test('keys are compared as those of a Map', () => {
    const by = { keys: (each: unknown) => (each as Any).k }
    expect(diff([{ k: NaN, n: 1 }], [{ k: NaN, n: 2 }], by)).toEqual([
      { op: 'replace', path: [0, 'n'], value: 2 },
    ])
    expect(diff([{ k: 0, n: 1 }, 1], [{ k: -0, n: 1 }, 2], by)[0]).toMatchObject({ path: [0, 'k'] })
    expect(diff([{ k: 1 }, 1], [{ k: '1' }, 2], by)[0]).toMatchObject({ op: 'splice' })
  })

  test('a function that throws is named, with the place and what it threw', () => {
    const error = thrown(() =>
      diff({ rows: [{ id: 1 }, null] }, { rows: [null, { id: 1 }] }, { keys: each => (each as Any).id }),
    )
    if (!isVarveError(error, 'BAD_OPTION')) throw error
    expect(error.details).toEqual({ option: 'keys', nearest: null })
    expect(error.message).toMatch(/^keys threw at an element of value\.rows: .*undefined/)
    expect(error.cause).toBeInstanceOf(TypeError)
  })

  test('wrong options are refused by name', () => {
    for (const [options, message] of [
      [{ key: keys }, /there is no option 'key'; did you mean 'keys'/],
      [{ keys: 'id' }, /keys is no function/],
      [null, /options are no object/],
    ] as Any[]) {
      const error = thrown(() => diff([], [], options))
      expect(isVarveError(error, 'BAD_OPTION') && error.message).toMatch(message)
    }
    expect(diff([1], [2], {})).toHaveLength(1)
    expect(diff([1], [2], { keys: undefined } as Any)).toHaveLength(1)
  })

  test('10,000 elements, moved, edited, gone and new, take no longer than there are', () => {
    const rows = items(...Array.from({ length: 10_000 }, (_, i) => i))
    const turned = structuredClone(rows).reverse()
    const edited = structuredClone(rows).map(({ id, n }) => ({ id, n: n + 1 }))
    const mixed = structuredClone(rows).flatMap(row =>
      row.id % 3 === 0 ? [] : row.id % 3 === 1 ? [row, { id: -row.id - 1, n: 0 }] : [{ ...row, n: 0 }],
    )
    const same = structuredClone(rows).map(({ n }) => ({ id: 1, n: n + 1 }))
    for (const next of [turned, edited, mixed, same]) {
      const started = performance.now()
      diff(rows, next, { keys })
      // It takes some 50 ms; each against each would be 50,000,000 comparisons.
      expect(performance.now() - started).toBeLessThan(2_000)
    }
  })
})

describe('the laws hold with any keys', () => {
  const chosen: fc.Arbitrary<(element: unknown) => unknown> = fc.oneof(
    fc.func(fc.oneof(fc.nat(3), fc.constant(undefined))),
    fc.constant((element: unknown) => typeof element),
    fc.constant((element: unknown) => (element as Any)?.a),
    fc.constant((element: unknown) => element),
    fc.constant(keys),
  )

  const law = (a: unknown, b: unknown, keyOf: (element: unknown) => unknown): void => {
    const patches = diff(a, b, { keys: keyOf })
    expect(described(thaw(keep(apply(a, patches), { name: 'v' })))).toBe(described(b))
    expect(described(thaw(keep(apply(b, invert(patches)), { name: 'v' })))).toBe(described(a))
  }

  test('of any two values', () => {
    fc.assert(
      fc.property(plainValue(), plainValue(), chosen, (a, b, keyOf) => law(a, b, keyOf)),
      fuzz(400),
    )
  })

  test('of lists made of the same elements, some of them edited', () => {
    const row = fc.record({ id: fc.nat(4), a: plainValue(1) })
    const rows = fc.array(fc.oneof({ weight: 4, arbitrary: row }, plainValue(1)), { maxLength: 8 })
    const edits = fc.array(fc.tuple(fc.nat(12), fc.constantFrom('move', 'drop', 'edit', 'copy')), {
      maxLength: 6,
    })
    fc.assert(
      fc.property(rows, edits, chosen, fc.boolean(), (list, steps, keyOf, shares) => {
        const a = update({ list }, () => undefined)
        const b = update(a, (draft: Any) => {
          for (const [n, step] of steps) {
            const i = n % Math.max(1, draft.list.length)
            if (step === 'edit' && draft.list[i]?.id !== undefined) draft.list[i].a = n
            if (step === 'copy') draft.list.push({ id: n % 5, a: n })
            if (step === 'drop') draft.list.splice(i, 1)
            if (step === 'move') draft.list.unshift(...draft.list.splice(i, 2))
          }
        })
        const next = unshared(thaw(b as never))
        const patches = diff<unknown>(a, shares ? b : next, { keys: keyOf })
        expect(described(thaw(apply(a, patches) as never))).toBe(described(next))
        expect(described(thaw(apply(b, invert(patches)) as never))).toBe(described(thaw(a as never)))
      }),
      fuzz(400),
    )
  })
})

function thrown(fn: () => unknown): unknown {
  try {
    fn()
  } catch (error) {
    return error
  }
  throw new Error('Nothing was thrown')
}
