import { describe, expect, test } from 'vitest'
import { apply, diff, fromJsonPatch, toJsonPatch } from 'varve'
import { errorOf } from './around.ts'
import { byTheBook } from './json-patch-model.ts'

type Any = any // eslint-disable-line @typescript-eslint/no-explicit-any

describe('toJsonPatch', () => {
  test('tells each kind of patch', () => {
    const value = { 'a/b': 1, gone: 1, list: [1, 2, 3, 4], text: 'hello world' }
    const operations = toJsonPatch(value, [
      { op: 'replace', path: ['a/b'], value: 2 },
      { op: 'add', path: ['~'], value: { deep: [true] }, before: 'list' },
      { op: 'remove', path: ['gone'] },
      { op: 'splice', path: ['list'], index: 1, remove: 2, insert: ['b'] },
      { op: 'splice', path: ['list'], index: 3, remove: 0, insert: [5, 6] },
      { op: 'add', path: ['list', 5], value: 7 },
      { op: 'text', path: ['text'], index: 0, remove: 1, insert: 'J' },
      { op: 'text', path: ['text'], index: 5, remove: 6, insert: '!' },
    ])
    expect(operations).toEqual([
      { op: 'replace', path: '/a~1b', value: 2 },
      { op: 'add', path: '/~0', value: { deep: [true] } },
      { op: 'remove', path: '/gone' },
      { op: 'remove', path: '/list/2' },
      { op: 'replace', path: '/list/1', value: 'b' },
      { op: 'add', path: '/list/3', value: 5 },
      { op: 'add', path: '/list/4', value: 6 },
      { op: 'add', path: '/list/5', value: 7 },
      { op: 'replace', path: '/text', value: 'Jello world' },
      { op: 'replace', path: '/text', value: 'Jello!' },
    ])
    expect(byTheBook(value, operations)).toEqual({
      'a/b': 2,
      '~': { deep: [true] },
      list: [1, 'b', 4, 5, 6, 7],
      text: 'Jello!',
    })
    expect(toJsonPatch('abc', [{ op: 'text', path: [], index: 1, remove: 1, insert: '' }])).toEqual([
      { op: 'replace', path: '', value: 'ac' },
    ])
    expect(toJsonPatch(value, [])).toEqual([])
  })

  test('the operations are plain and free to change', () => {
    const [operation] = toJsonPatch({}, [{ op: 'add', path: ['a'], value: { list: [1] } }]) as Any[]
    operation.value.list.push(2)
    operation.path = '/b'
    expect(operation).toEqual({ op: 'add', path: '/b', value: { list: [1, 2] } })
  })

  test('what JSON cannot hold is refused, with the place and the patch', () => {
    const value = {
      m: new Map([['k', 1]]),
      s: new Set([1]),
      list: [1, 2],
      holes: [1, , 3],
      when: new Date(0),
    } // eslint-disable-line no-sparse-arrays
    for (const [patch, why] of [
      [
        { op: 'replace', path: ['list'], value: [1, { at: new Date(0) }] },
        "JSON can't hold a Date, at value.list[1].at",
      ],
      [{ op: 'add', path: ['x'], value: undefined }, "JSON can't hold undefined, at value.x"],
      [
        { op: 'splice', path: ['list'], index: 1, remove: 0, insert: [1, 2n] },
        "JSON can't hold bigint, at value.list[2]",
      ],
      [
        { op: 'splice', path: ['list'], index: 1, remove: 0, insert: [1, , 2] },
        'it inserts a hole at index 2',
      ], // eslint-disable-line no-sparse-arrays
      [{ op: 'remove', path: ['list', 0] }, 'it leaves a hole in an array'],
      [{ op: 'add', path: ['m', 'b'], value: 1 }, 'a Map is on the way'],
      [{ op: 'remove', path: ['s', 0] }, 'a Set is on the way'],
      [{ op: 'add', path: ['holes', 1], value: 1 }, 'an array with holes is on the way'],
      [{ op: 'replace', path: ['holes', 0], value: 1 }, 'an array with holes is on the way'],
    ] as Any[]) {
      const error = errorOf('BAD_PATCH', () => toJsonPatch(value, [patch]))
      expect(error.message).toContain(why)
      expect(error.message).toContain("can't be told as JSON Patch")
      expect(error.details.patch).toEqual(patch)
    }
    expect(toJsonPatch(value, [{ op: 'remove', path: ['m'] }])).toEqual([{ op: 'remove', path: '/m' }])
  })

  test('a patch that does not fit is refused as by apply', () => {
    const patch = { op: 'replace', path: ['list', 7], value: 2 } as const
    expect(errorOf('BAD_PATCH', () => toJsonPatch({ list: [1] }, [patch])).details.patch).toEqual(patch)
    expect(errorOf('BAD_PATCH', () => toJsonPatch({}, [{ op: 'remove' } as Any])).message).toContain(
      'its path',
    )
    errorOf('BAD_OPTION', () => toJsonPatch({}, null as Any))
  })

  test('10,000 elements removed and put take no longer than there are', () => {
    const rows = Array.from({ length: 10_000 }, (_, id) => ({ id }))
    const started = performance.now()
    const operations = toJsonPatch(rows, diff(rows, []))
    expect(operations).toHaveLength(10_000)
    expect(apply(rows, fromJsonPatch(rows, operations))).toEqual([])
    expect(toJsonPatch([], diff<unknown[]>([], rows))).toHaveLength(10_000)
    expect(performance.now() - started).toBeLessThan(5_000)
  })
})
