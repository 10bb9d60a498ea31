import { describe, expect, test } from 'vitest'
import { apply, applyKept } from '../../src/value/apply.ts'
import { edit } from '../../src/value/draft/edit.ts'
import { invert } from '../../src/value/invert.ts'
import { keep } from '../../src/value/keep.ts'
import { keepPatches } from '../../src/value/keep-patches.ts'
import type { Kept } from '../../src/value/kept.ts'
import { patchInsert, patchValue } from '../../src/value/patch.ts'
import type { Patch, Patches } from '../../src/value/path.ts'
import { isSealed } from '../../src/value/sealed.ts'
import { described } from './plain-values.ts'

type Any = any // eslint-disable-line @typescript-eslint/no-explicit-any

/** The patches of a recipe. */
function told(base: Kept, recipe: (draft: Any) => unknown): Patches {
  return edit(base, recipe as never, { name: null }).patches
}

describe('apply', () => {
  const wrong: [name: string, value: unknown, patch: unknown][] = [
    ['no object', {}, null],
    ['an unknown op', {}, { op: 'move', path: [] }],
    ['no path', {}, { op: 'remove' }],
    ['a path as text', {}, { op: 'remove', path: 'a' }],
    ['a path of objects', {}, { op: 'remove', path: [{}] }],
    ['no value', { a: 1 }, { op: 'replace', path: ['a'] }],
    ['a missing place', {}, { op: 'replace', path: ['a'], value: 1 }],
    ['a missing place on the way', {}, { op: 'add', path: ['a', 'b'], value: 1 }],
    ['a way through a primitive', { a: 1 }, { op: 'add', path: ['a', 'b'], value: 1 }],
    ['a way through a leaf', { a: new Date() }, { op: 'add', path: ['a', 'b'], value: 1 }],
    ['a way through the prototype', {}, { op: 'add', path: ['__proto__', 'polluted'], value: 1 }],
    ['a way through a constructor', {}, { op: 'add', path: ['constructor', 'prototype', 'x'], value: 1 }],
    ['removing what is not there', {}, { op: 'remove', path: ['a'] }],
    ['removing the root', {}, { op: 'remove', path: [] }],
    ['adding what is there', { a: 1 }, { op: 'add', path: ['a'], value: 1 }],
    ['adding in front of nothing', {}, { op: 'add', path: ['a'], value: 1, before: 'z' }],
    ['an object as before', {}, { op: 'add', path: ['a'], value: 1, before: {} }],
    ['an element that is there', [1], { op: 'add', path: [0], value: 1 }],
    ['an index beyond the end', [1], { op: 'add', path: [2], value: 1 }],
    ['a fraction', [1], { op: 'replace', path: [0.5], value: 1 }],
    ['a name in an array', [1], { op: 'replace', path: ['length'], value: 0 }],
    ['a member twice', new Set([1]), { op: 'add', path: [1], value: 1 }],
    ['a member in place of another', new Set([1, 2]), { op: 'replace', path: [0], value: 2 }],
    ['a position beyond the end', new Set([1]), { op: 'add', path: [2], value: 2 }],
    ['a splice of an object', { a: {} }, { op: 'splice', path: ['a'], index: 0, remove: 0, insert: [] }],
    ['a splice beyond the end', [1], { op: 'splice', path: [], index: 1, remove: 1, insert: [] }],
    ['a negative splice', [1], { op: 'splice', path: [], index: -1, remove: 0, insert: [] }],
    ['a splice of nothing', [1], { op: 'splice', path: [], index: 0, remove: 0 }],
    ['a text edit of a number', { a: 1 }, { op: 'text', path: ['a'], index: 0, remove: 0, insert: '' }],
    ['a text edit of nothing', {}, { op: 'text', path: ['a'], index: 0, remove: 0, insert: '' }],
    ['a text edit beyond the end', 'ab', { op: 'text', path: [], index: 1, remove: 2, insert: '' }],
    ['a text edit with an array', 'ab', { op: 'text', path: [], index: 1, remove: 0, insert: [] }],
  ]
  test.each(wrong)('%s is refused, and nothing changes', (_name, value, patch) => {
    const before = described(value)
    const first = { op: 'replace', path: [], value } as Patch
    expect(() => apply(value, [first, patch as Patch])).toThrow(
      expect.objectContaining({ code: 'BAD_PATCH', details: { patch } }),
    )
    expect(described(value)).toBe(before)
    expect(({} as Any).polluted).toBe(undefined)
  })

  test('patches made by hand', () => {
    const when = new Date(1)
    const patches: Patches = [
      { op: 'add', path: ['m', 2], value: { when } },
      { op: 'splice', path: ['list'], index: 1, remove: 0, insert: [7] },
      { op: 'add', path: ['list', 3], value: 8 },
      { op: 'add', path: ['s', 0], value: 'first' },
      { op: 'add', path: ['__proto__'], value: 'data' },
    ]
    const next = apply({ m: new Map(), list: [1, 2], s: new Set(['a']) }, patches) as Any
    when.setTime(99)
    expect(next.m.get(2)).toEqual({ when: new Date(1) })
    expect(next.list).toEqual([1, 7, 2, 8])
    expect([...next.s]).toEqual(['first', 'a'])
    expect(Object.hasOwn(next, '__proto__')).toBe(true)
    expect(() => invert(patches)).toThrow(expect.objectContaining({ code: 'BAD_PATCH' }))
    expect(() => invert(patches)).toThrow(/can't be inverted: .*use diff\(apply\(value, patches\), value\)/)
    const kept = keepPatches(patches, 'mine')
    expect(kept.every(isSealed)).toBe(true)
    expect(patchValue(kept[0]!)).toEqual({ when: new Date(99) })
    expect(patchInsert(patches[1]!)).toEqual([7])
    expect(() => keepPatches([{ op: 'replace', path: ['a'], value: () => 1 }], 'mine')).toThrow(
      /mine\.a: a function/,
    )
  })

  test('what was cut apart is not copied again: a thousand patches copy a container once', () => {
    const base = keep({ list: Array.from({ length: 20_000 }, (_, i) => i) }, { name: 'value' })
    const patches = Array.from({ length: 5_000 }, (_, i): Patch => ({
      op: 'replace',
      path: ['list', i],
      value: -i - 1,
    }))
    const start = performance.now()
    const next = applyKept(base, patches) as unknown as { list: number[] }
    expect(next.list[4_999]).toBe(-5_000)
    expect(performance.now() - start).toBeLessThan(1_000)
  })

  test('rows of two hundred thousand elements', () => {
    const base = keep({ list: Array.from({ length: 200_000 }, (_, i) => i) }, { name: 'value' })
    const patches = told(base, draft => void draft.list.reverse())
    expect(patches).toHaveLength(1)
    expect((applyKept(base, patches) as Any).list[0]).toBe(199_999)
    expect((applyKept(applyKept(base, patches), invert(patches)) as Any).list[0]).toBe(0)
  })
})
