import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { apply, applyKept } from '../../src/value/apply.ts'
import { diff, diffKept } from '../../src/value/diff.ts'
import { edit } from '../../src/value/draft/edit.ts'
import { invert } from '../../src/value/invert.ts'
import { keep } from '../../src/value/keep.ts'
import type { Kept } from '../../src/value/kept.ts'
import { oldOf } from '../../src/value/patch.ts'
import type { Patches } from '../../src/value/path.ts'
import { splice } from '../../src/value/splice.ts'
import { thaw } from '../../src/value/thaw.ts'
import { update } from '../../src/value/update.ts'
import { fuzz } from '../fuzz.ts'
import { described, plainContainer, plainValue, unshared } from './plain-values.ts'

type Any = any // eslint-disable-line @typescript-eslint/no-explicit-any

/** The patches of a recipe, which have to lead from the value to what became of it, and back. */
function told(value: unknown, recipe: (draft: Any) => unknown): Patches {
  const base = keep(value, { name: 'value' })
  return diffless(base, recipe)
}
function diffless(base: Kept, recipe: (draft: Any) => unknown): Patches {
  const { value, patches } = edit(base, recipe as never, { name: null })
  expect(described(thaw(applyKept(base, patches)))).toBe(described(thaw(value)))
  expect(described(thaw(applyKept(value, invert(patches))))).toBe(described(thaw(base)))
  return patches
}

describe('rows', () => {
  test('a key set many times is one row, from the base to the end', () => {
    const patches = told({ n: 1 }, draft => {
      draft.n = 2
      draft.n = 3
    })
    expect(patches).toEqual([{ op: 'replace', path: ['n'], value: 3 }])
    expect(oldOf(patches[0]!)).toEqual({ value: 1 })
  })

  test('pushes side by side are one splice, as are a sort, a reverse, a fill, a clear', () => {
    const push = told([1], draft => {
      draft.push(2)
      draft.push(3, 4)
    })
    expect(push).toEqual([{ op: 'splice', path: [], index: 1, remove: 0, insert: [2, 3, 4] }])
    expect(told([3, 1, 2, 9], draft => void draft.sort())).toEqual([
      { op: 'splice', path: [], index: 0, remove: 3, insert: [1, 2, 3] },
    ])
    expect(told([1, 2, 3], draft => void draft.reverse())).toHaveLength(1)
    expect(told([1, 2, 3], draft => void draft.fill(0))).toHaveLength(1)
    expect(told([1, 2, 3], draft => void (draft.length = 0))).toEqual([
      { op: 'splice', path: [], index: 0, remove: 3, insert: [] },
    ])
    expect(told([{ n: 1 }, { n: 2 }], draft => void draft.unshift({ n: 0 }))).toEqual([
      { op: 'splice', path: [], index: 0, remove: 0, insert: [{ n: 0 }] },
    ])
  })

  test('what comes and goes is told as it did', () => {
    const patches = told([1, 2], draft => {
      draft.push(3)
      draft.unshift(0)
      draft.pop()
      draft.shift()
    })
    expect(patches).toEqual([
      { op: 'splice', path: [], index: 2, remove: 0, insert: [3] },
      { op: 'splice', path: [], index: 0, remove: 0, insert: [0] },
      { op: 'splice', path: [], index: 3, remove: 1, insert: [] },
      { op: 'splice', path: [], index: 0, remove: 1, insert: [] },
    ])
    expect(apply([1, 2], patches)).toEqual([1, 2])
  })

  test('a key set back to what it was is no row', () => {
    const patches = told({ n: 1, t: 'a', m: 1 }, draft => {
      draft.n = 2
      draft.t = 'b'
      draft.m = 2
      draft.n = 1
      draft.t = 'a'
    })
    expect(patches).toEqual([{ op: 'replace', path: ['m'], value: 2 }])
  })

  test('rows stand in the order in which things were done, at the places of then', () => {
    expect(
      told([{ n: 1 }, { n: 2 }], draft => {
        draft[1].n = 20
        draft.shift()
        draft.push({ n: 3 })
        draft[1].n = 30
      }),
    ).toEqual([
      { op: 'replace', path: [1, 'n'], value: 20 },
      { op: 'splice', path: [], index: 0, remove: 1, insert: [] },
      { op: 'splice', path: [], index: 1, remove: 0, insert: [{ n: 3 }] },
      { op: 'replace', path: [1, 'n'], value: 30 },
    ])
  })

  test('a key taken away and put again stands last', () => {
    const patches = told({ a: 1, b: 2 }, draft => {
      delete draft.a
      draft.a = 1
    })
    expect(patches).toEqual([
      { op: 'remove', path: ['a'] },
      { op: 'add', path: ['a'], value: 1 },
    ])
    expect(invert(patches)).toEqual([
      { op: 'remove', path: ['a'] },
      { op: 'add', path: ['a'], value: 1, before: 'b' },
    ])
  })

  test('Sets are told by position, Maps by key', () => {
    const patches = told(
      { s: new Set<unknown>(['a', { n: 1 }, 'b']), m: new Map([[1, { n: 1 }]]) },
      ({ s, m }) => {
        s.delete('a')
        s.add('c')
        for (const each of s) if (typeof each === 'object') each.n = 2
        m.get(1).n = 2
        m.set('1', 0)
      },
    )
    expect(patches).toEqual([
      { op: 'remove', path: ['s', 0] },
      { op: 'add', path: ['s', 2], value: 'c' },
      { op: 'replace', path: ['s', 0, 'n'], value: 2 },
      { op: 'replace', path: ['m', 1, 'n'], value: 2 },
      { op: 'add', path: ['m', '1'], value: 0 },
    ])
  })

  test('an emptied Map of many entries is one row, and what is put then follows', () => {
    const many = new Map(Array.from({ length: 20 }, (_, i) => [i, i]))
    const patches = told({ many }, draft => {
      draft.many.clear()
      draft.many.set('a', 1)
    })
    expect(patches).toEqual([
      { op: 'replace', path: ['many'], value: expect.objectContaining({ size: 0 }) },
      { op: 'add', path: ['many', 'a'], value: 1 },
    ])
    expect(apply({ many }, patches)).toEqual(
      update({ many }, draft => void (draft.many = new Map([['a', 1]]) as never)),
    )
  })

  test('holes', () => {
    const patches = told([1, 2, 3], draft => {
      delete draft[1]
      draft[5] = 6
    })
    expect(apply([1, 2, 3], patches)).toEqual([1, , 3, , , 6]) // eslint-disable-line no-sparse-arrays
    expect(invert(patches)).toEqual([
      { op: 'splice', path: [], index: 3, remove: 3, insert: [] },
      { op: 'add', path: [1], value: 2 },
    ])
  })

  test('an array that is mostly holes is one row', () => {
    const length = 4_000_000_000
    const base = keep({ list: [1, new Date(2)] }, { name: 'value' })
    const recipes: ((list: Any) => void)[] = [
      list => (list.length = length),
      list => (list[length] = { n: 1 }),
    ]
    for (const recipe of recipes) {
      const { value, patches } = edit(
        base,
        (draft: Any) => {
          recipe(draft.list)
        },
        { name: null },
      )
      expect(patches).toHaveLength(1)
      expect(patches[0]).toMatchObject({ op: 'replace', path: ['list'] })
      const { list } = thaw(applyKept(base, patches)) as Any
      expect(list.length).toBe((thaw(value) as Any).list.length)
      expect(Object.keys(list)).toEqual(Object.keys((thaw(value) as Any).list))
      expect(thaw(applyKept(value, invert(patches)))).toEqual({ list: [1, new Date(2)] })
    }
  })

  test('and may be worked on further', () => {
    const base = keep({ list: [{ n: 1 }] }, { name: 'value' })
    const { value } = edit(
      base,
      ((draft: Any) => {
        const [first] = draft.list
        draft.list[4_000_000_000] = first
        draft.list.push('last')
        draft.list.unshift('first')
        first.n = 2
        expect(draft.list[4_000_000_001]).toBe(draft.list[1])
        draft.list.length = 2
      }) as never,
      { name: null },
    )
    expect(thaw(value)).toEqual({ list: ['first', { n: 2 }] })
  })
})

describe('splice', () => {
  test('edits a text as one row, and typing on as the same', () => {
    const base = keep({ text: 'hello' }, { name: 'value' })
    const patches = diffless(base, draft => {
      splice(draft, 'text', 5, 0, ' wor')
      splice(draft, 'text', 9, 0, 'ld')
      splice(draft, 'text', -11, 1, 'J')
      expect(draft.text).toBe('Jello world')
    })
    expect(patches).toEqual([
      { op: 'text', path: ['text'], index: 5, remove: 0, insert: ' world' },
      { op: 'text', path: ['text'], index: 0, remove: 1, insert: 'J' },
    ])
    expect(thaw(applyKept(base, patches))).toEqual({ text: 'Jello world' })
    expect(apply({ text: 'Jello world' }, invert(patches))).toEqual({ text: 'hello' })
  })

  test('is told where the text stood then, behind what was assigned before', () => {
    expect(
      told(['a', 'b'], draft => {
        splice(draft, 1, 1, 0, '!')
        draft.unshift('z')
      }),
    ).toEqual([
      { op: 'text', path: [1], index: 1, remove: 0, insert: '!' },
      { op: 'splice', path: [], index: 0, remove: 0, insert: ['z'] },
    ])
    expect(
      told({ t: 'a' }, draft => {
        draft.t = 'b'
        splice(draft, 't', 1, 0, 'c')
      }),
    ).toEqual([
      { op: 'replace', path: ['t'], value: 'b' },
      { op: 'text', path: ['t'], index: 1, remove: 0, insert: 'c' },
    ])
  })

  test('edits arrays and Maps’ texts, and refuses the rest', () => {
    expect(told({ list: [1, 2, 3] }, draft => splice(draft, 'list', 1, 1, [9]))).toEqual([
      { op: 'splice', path: ['list'], index: 1, remove: 1, insert: [9] },
    ])
    const many = Array.from({ length: 300_000 }, (_, n) => n)
    expect(told({ list: [1, 2, 3] }, draft => splice(draft, 'list', -2, 1, many))).toEqual([
      { op: 'splice', path: ['list'], index: 1, remove: 1, insert: many },
    ])
    expect(told(new Map([['k', 'ab']]), draft => splice(draft, 'k', 1, 9, ''))).toHaveLength(1)
    const option = expect.objectContaining({ code: 'BAD_OPTION' })
    for (const wrong of [
      () => splice({ a: 'x' }, 'a', 0, 0, ''),
      () => told({ n: 1 }, draft => splice(draft, 'n', 0, 0, '')),
      () => told({ t: 't' }, draft => splice(draft, 't', 0, 0, [])),
      () => told({ l: [] }, draft => splice(draft, 'l', 0, 0, 'x')),
    ])
      expect(wrong).toThrow(option)
  })
})

describe('diff', () => {
  test('passes over what two values share', () => {
    const base = update({ a: { deep: { n: 1 } }, b: [1, 2, 3] }, () => undefined)
    const next = update(base, draft => void (draft.a.deep.n = 2))
    expect(diff(base, next)).toEqual([{ op: 'replace', path: ['a', 'deep', 'n'], value: 2 }])
    expect(diff(base, base)).toEqual([])
    expect(diff({ a: { n: [1, { x: new Date(1) }] } }, { a: { n: [1, { x: new Date(1) }] } })).toEqual([])
  })

  test('arrays: inserts, removals and edits of elements', () => {
    const list = (...ns: number[]) => ns.map(n => ({ n, text: 'same' }))
    expect(diff(list(1, 2, 3), list(1, 9, 2, 3))).toEqual([
      { op: 'splice', path: [], index: 1, remove: 0, insert: list(9) },
    ])
    expect(diff(list(1, 2, 3), list(1, 3))).toEqual([
      { op: 'splice', path: [], index: 1, remove: 1, insert: [] },
    ])
    expect(diff(list(1, 2, 3), list(1, 5, 3))).toEqual([{ op: 'replace', path: [1, 'n'], value: 5 }])
    expect(diff(list(1, 2, 3, 4), list(2, 3, 4, 5))).toEqual([
      { op: 'splice', path: [], index: 0, remove: 1, insert: [] },
      { op: 'splice', path: [], index: 3, remove: 0, insert: list(5) },
    ])
    expect(diff([1, 2, 3, 4, 5], [1, 7, 8, 9, 5])).toEqual([
      { op: 'splice', path: [], index: 1, remove: 3, insert: [7, 8, 9] },
    ])
  })

  test('arrays by key', () => {
    const a = keep(
      [
        { id: 1, n: 1 },
        { id: 2, n: 2 },
        { id: 3, n: 3 },
      ],
      { name: 'a' },
    )
    const b = keep(
      [
        { id: 3, n: 3 },
        { id: 1, n: 10 },
        { id: 2, n: 20 },
        { id: 4, n: 4 },
      ],
      { name: 'b' },
    )
    const patches = diffKept(a, b, element => (element as { id: number }).id)
    expect(patches).toEqual([
      { op: 'splice', path: [], index: 0, remove: 0, insert: [{ id: 3, n: 3 }] },
      { op: 'replace', path: [1, 'n'], value: 10 },
      { op: 'replace', path: [2, 'n'], value: 20 },
      { op: 'splice', path: [], index: 3, remove: 1, insert: [{ id: 4, n: 4 }] },
    ])
    expect(thaw(applyKept(a, patches))).toEqual(thaw(b))
  })

  test('long texts are edited, short ones replaced, and no emoji is cut in two', () => {
    const long = 'x'.repeat(100)
    expect(diff({ t: `${long}a${long}` }, { t: `${long}bcd${long}` })).toEqual([
      { op: 'text', path: ['t'], index: 100, remove: 1, insert: 'bcd' },
    ])
    expect(diff('abc', 'abd')).toEqual([{ op: 'replace', path: [], value: 'abd' }])
    expect(diff(`${long}😀${long}`, `${long}😁${long}`)).toEqual([
      { op: 'text', path: [], index: 100, remove: 2, insert: '😁' },
    ])
  })

  test('the order of keys comes out exactly', () => {
    expect(diff({ a: 1, c: 3 }, { a: 1, b: 2, c: 3 })).toEqual([
      { op: 'add', path: ['b'], value: 2, before: 'c' },
    ])
    expect(
      diff(
        new Map([
          [1, 1],
          [2, 2],
          [3, 3],
        ]),
        new Map([
          [2, 2],
          [3, 3],
          [1, 1],
        ]),
      ),
    ).toEqual([
      { op: 'remove', path: [1] },
      { op: 'add', path: [1], value: 1 },
    ])
  })

  test('of any two values, applied and taken back', () => {
    fc.assert(
      fc.property(fc.tuple(plainValue(), plainValue()), ([a, b]) =>
        expectLaws(keep(a, { name: 'a' }), keep(b, { name: 'b' })),
      ),
      fuzz(400),
    )
  })

  test('of two values made of the same parts, applied and taken back', () => {
    const parts = fc.array(plainValue(2), { minLength: 1, maxLength: 6 })
    const picks = fc.array(fc.nat(20), { maxLength: 8 })
    fc.assert(
      fc.property(parts, picks, picks, (all, one, other) => {
        const kept = all.map(part => keep(part, { name: 'part' }))
        const build = (indexes: number[], fresh: boolean): Kept => {
          const some = indexes.map(i =>
            fresh && i > 12 ? unshared(thaw(kept[i % kept.length])) : kept[i % kept.length],
          )
          const entries = some.map((each, i) => [`k${indexes[i]}`, each] as const)
          return keep(
            { list: some, map: new Map(entries), set: new Set(some), object: Object.fromEntries(entries) },
            { name: 'built' },
          )
        }
        expectLaws(build(one, false), build(other, true))
      }),
      fuzz(400),
    )
  })
})

function expectLaws(a: Kept, b: Kept): void {
  for (const keys of [
    undefined,
    (element: unknown) => typeof element,
    (element: unknown) => (element as { a?: unknown } | null)?.a,
  ]) {
    const patches = diffKept(a, b, keys)
    expect(described(thaw(applyKept(a, patches)))).toBe(described(thaw(b)))
    expect(described(thaw(applyKept(b, invert(patches))))).toBe(described(thaw(a)))
  }
}

describe('patches are safe to hand out', () => {
  test('frozen, with copies of what has inner state', () => {
    const [patch, second] = told({ when: new Date(0), list: [] }, draft => {
      draft.when = new Date(5)
      draft.list.push(new Date(6))
    }) as [Any, Any]
    expect(Object.isFrozen(patch) && Object.isFrozen(patch.path)).toBe(true)
    patch.value.setTime(1)
    second.insert[0].setTime(1)
    expect([patch.value, second.insert[0]]).toEqual([new Date(5), new Date(6)])
  })

  test('any edit of a random value is told the same way twice', () => {
    fc.assert(
      fc.property(plainContainer(2), plainContainer(2), (a, b) => {
        const patches = diff(a, b)
        expect(described(thaw(keep(apply(a, patches), { name: 'v' })))).toBe(described(b))
      }),
      fuzz(200),
    )
  })
})
