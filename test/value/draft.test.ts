import { describe, expect, test } from 'vitest'
import { applyKept } from '../../src/value/apply.ts'
import { edit } from '../../src/value/draft/edit.ts'
import { invert } from '../../src/value/invert.ts'
import { keep } from '../../src/value/keep.ts'
import type { Patches } from '../../src/value/path.ts'
import { register } from '../../src/value/register.ts'
import { thaw } from '../../src/value/thaw.ts'
import { update } from '../../src/value/update.ts'

type Any = any // eslint-disable-line @typescript-eslint/no-explicit-any

/** Runs a recipe, whose patches have to lead from the value to what became of it, and back. */
function edited(value: unknown, recipe: (draft: Any) => unknown): { value: Any; patches: Patches } {
  const base = keep(value, { name: 'score' })
  const { value: kept, patches } = edit(base, recipe as never, { name: 'score' })
  expect(thaw(applyKept(base, patches))).toEqual(thaw(kept))
  expect(thaw(applyKept(kept, invert(patches)))).toEqual(thaw(base))
  return { value: thaw(kept), patches }
}
const code = (code: string, more: object = {}) => expect.objectContaining({ code, ...more })

describe('copy on write', () => {
  test('what a recipe leaves alone stays identical', () => {
    const base = update({ a: { n: 1 }, b: { n: 2 } }, () => undefined)
    const next = update(base, draft => {
      draft.a.n = 5
    })
    expect(next).toEqual({ a: { n: 5 }, b: { n: 2 } })
    expect(next.b).toBe(base.b)
    expect(base).toEqual({ a: { n: 1 }, b: { n: 2 } })
  })

  test('a recipe that changes nothing returns the same snapshot, also when it wrote something back', () => {
    const base = update(
      {
        list: [1, 2],
        o: { n: 1 },
        m: new Map([['a', 1]]),
        s: new Set([1]),
        when: new Date(5),
        dates: [new Date(6)],
      },
      () => undefined,
    )
    const same = update(base, draft => {
      draft.list[0] = 1
      draft.o.n = 2
      draft.o.n = 1
      draft.m.set('a', 2)
      draft.m.set('a', 1)
      draft.s.add(1)
      draft.when.setTime(9)
      draft.when.setTime(5)
      draft.when = new Date(5)
      draft.dates[0] = new Date(6)
    })
    expect(same).toBe(base)
  })

  test('what came and went was done, and makes an equal value', () => {
    const base = { list: [1, 2], m: new Map([['a', 1]]), s: new Set([1]), kid: { n: 1 } }
    const { value, patches } = edited(base, draft => {
      draft.list.push(3)
      draft.list.pop()
      draft.m.delete('a')
      draft.m.set('a', 1)
      draft.s.delete(1)
      draft.s.add(1)
    })
    expect(value).toEqual(base)
    expect(patches).toHaveLength(6)
  })

  test('what was passed in is neither changed nor shared', () => {
    const mine = [1]
    const { value } = edited({ list: [] }, draft => {
      draft.list = mine
      draft.list.push(2)
      expect(mine).toEqual([1])
      mine.push(7)
      expect(draft.list).toHaveLength(2)
    })
    expect(value).toEqual({ list: [1, 2] })
    expect(mine).toEqual([1, 7])
  })
})

describe('drafts look like what they stand for', () => {
  test('objects', () => {
    edited({ a: 1, b: { c: 2 } }, draft => {
      expect(Object.keys(draft)).toEqual(['a', 'b'])
      expect('a' in draft).toBe(true)
      expect('toString' in draft).toBe(true)
      expect('z' in draft).toBe(false)
      expect(Object.getPrototypeOf(draft)).toBe(Object.prototype)
      expect(JSON.stringify(draft)).toBe('{"a":1,"b":{"c":2}}')
      const { a, ...rest } = draft
      expect([a, rest.b.c]).toEqual([1, 2])
      expect(draft.b).toBe(draft.b)
      expect(Object.getOwnPropertyDescriptor(draft, 'a')).toEqual({
        value: 1,
        writable: true,
        enumerable: true,
        configurable: true,
      })
      Object.defineProperty(draft, 'd', { value: 4, writable: true, enumerable: true, configurable: true })
      expect(draft.d).toBe(4)
      expect(() => Object.freeze(draft)).toThrow(TypeError)
      expect(() => Object.setPrototypeOf(draft, {})).toThrow(TypeError)
    })
  })

  test('arrays', () => {
    edited([1, , { n: 3 }], draft => {
      // eslint-disable-line no-sparse-arrays
      expect(Array.isArray(draft)).toBe(true)
      expect(draft instanceof Array).toBe(true)
      expect(draft.length).toBe(3)
      expect(1 in draft).toBe(false)
      expect(Object.keys(draft)).toEqual(['0', '2'])
      expect([...draft][2]).toBe(draft[2])
      expect(draft.at(-1)).toBe(draft[2])
      expect(JSON.stringify(draft)).toBe('[1,null,{"n":3}]')
      expect([0].concat(draft)).toHaveLength(4)
      expect(draft.map((each: unknown) => typeof each)).toEqual(['number', , 'object']) // eslint-disable-line no-sparse-arrays
      expect(draft.indexOf(draft[2])).toBe(2)
      expect(draft.includes(undefined)).toBe(true)
      expect(Object.getOwnPropertyNames(draft)).toEqual(['0', '2', 'length'])
    })
  })

  test('Maps and Sets', () => {
    edited(
      {
        m: new Map<unknown, unknown>([
          ['a', { n: 1 }],
          [2, 'b'],
        ]),
        s: new Set([1, { n: 2 }]),
      },
      ({ m, s }) => {
        expect(m instanceof Map && s instanceof Set).toBe(true)
        expect(Object.prototype.toString.call(m)).toBe('[object Map]')
        expect([m.size, s.size]).toEqual([2, 2])
        expect([...m.keys()]).toEqual(['a', 2])
        expect([...m][0][1]).toBe(m.get('a'))
        const seen: unknown[] = []
        m.forEach((value: unknown, key: unknown, map: unknown) => seen.push(key, value, map === m))
        expect(seen).toEqual(['a', m.get('a'), true, 2, 'b', true])
        expect(new Map(m).get('a')).toBe(m.get('a'))
        expect(new Set([5]).union(s).size).toBe(3)
        expect(s.union(new Set([5])).size).toBe(3)
        expect(() => Map.prototype.set.call(m, 'x', 1)).toThrow(TypeError)
        expect(() => void (m.hidden = 1)).toThrow(
          'score.m.hidden: a property of a Map, Set or list cannot be remembered',
        )
      },
    )
  })

  test('a Map that is written while it is walked', () => {
    const { value } = edited(new Map([['a', 1]]), draft => {
      for (const [key, n] of draft) if (draft.size < 3) draft.set(`${key}${n}`, n + 1)
    })
    expect([...value]).toEqual([
      ['a', 1],
      ['a1', 2],
      ['a12', 3],
    ])
  })

  test('members of a Set are found by draft and by snapshot', () => {
    const base = update({ s: new Set([{ n: 1 }]), other: { n: 1 } }, () => undefined)
    const [member] = base.s
    update(base, draft => {
      const [inside] = draft.s
      inside!.n = 2
      expect(draft.s.has(inside!)).toBe(true)
      expect(draft.s.has(member as { n: number })).toBe(true)
      expect(draft.s.has(draft.other)).toBe(false)
      expect(draft.s.delete(member as { n: number })).toBe(true)
      expect(draft.s.size).toBe(0)
    })
  })

  test('elements are found by draft and by snapshot', () => {
    const base = update({ list: [{ n: 1 }, { n: 2 }, 'x'] }, () => undefined)
    update(base, ({ list }) => {
      const second = list[1] as { n: number }
      second.n = 9
      expect(list.indexOf(second)).toBe(1)
      expect(list.indexOf(base.list[1] as never)).toBe(1)
      expect(list.includes(base.list[0] as never)).toBe(true)
      expect(list.lastIndexOf('x')).toBe(2)
      expect(list.indexOf({ n: 1 })).toBe(-1)
    })
  })
})

describe('moved, doubled and aliased', () => {
  test('a doubled draft is one thing while the recipe runs, and two equal parts after', () => {
    const { value, patches } = edited({ a: { n: 1 }, list: [] }, draft => {
      draft.list.push(draft.a)
      draft.list[0].n = 2
      expect(draft.a.n).toBe(2)
    })
    expect(value).toEqual({ a: { n: 2 }, list: [{ n: 2 }] })
    expect(patches).toEqual([
      { op: 'splice', path: ['list'], index: 0, remove: 0, insert: [{ n: 1 }] },
      { op: 'replace', path: ['a', 'n'], value: 2 },
      { op: 'replace', path: ['list', 0, 'n'], value: 2 },
    ])
  })

  test('an element doubled within its array is told as it is then, and tells a row for each place after', () => {
    const { value, patches } = edited([{ n: 1 }, 5], draft => {
      draft.push(draft[0])
      draft[2].n = 2
    })
    expect(value).toEqual([{ n: 2 }, 5, { n: 2 }])
    expect(patches).toEqual([
      { op: 'splice', path: [], index: 2, remove: 0, insert: [{ n: 1 }] },
      { op: 'replace', path: [0, 'n'], value: 2 },
      { op: 'replace', path: [2, 'n'], value: 2 },
    ])
  })

  test('what left and came back edited', () => {
    const { value, patches } = edited([{ n: 1 }, { n: 2 }], draft => {
      const first = draft.shift()
      draft.push(first)
      first.n = 10
    })
    expect(value).toEqual([{ n: 2 }, { n: 10 }])
    expect(patches).toEqual([
      { op: 'splice', path: [], index: 0, remove: 1, insert: [] },
      { op: 'splice', path: [], index: 1, remove: 0, insert: [{ n: 1 }] },
      { op: 'replace', path: [1, 'n'], value: 10 },
    ])
  })

  test('what is put over another element or key is told whole there, as it is then', () => {
    const base = { list: [{ n: 1 }, { n: 2 }], o: { a: { n: 1 }, b: { n: 2 } } }
    const { value, patches } = edited(base, ({ list, o }) => {
      list[1] = list[0]
      o.b = o.a
      list[0].n = 10
      o.a.n = 10
    })
    expect(value).toEqual({ list: [{ n: 10 }, { n: 10 }], o: { a: { n: 10 }, b: { n: 10 } } })
    expect(patches).toEqual([
      { op: 'replace', path: ['list', 1], value: { n: 1 } },
      { op: 'replace', path: ['o', 'b'], value: { n: 1 } },
      { op: 'replace', path: ['list', 0, 'n'], value: 10 },
      { op: 'replace', path: ['list', 1, 'n'], value: 10 },
      { op: 'replace', path: ['o', 'a', 'n'], value: 10 },
      { op: 'replace', path: ['o', 'b', 'n'], value: 10 },
    ])
  })

  test('what left its place and came back is told as it did', () => {
    const { value, patches } = edited({ kid: { n: 1, m: 1 }, list: [{ n: 1, m: 1 }] }, draft => {
      const { kid, list } = draft
      const first = list[0]
      draft.kid = null
      draft.kid = kid
      list[0] = null
      list[0] = first
      kid.n = first.n = 2
    })
    expect(value).toEqual({ kid: { n: 2, m: 1 }, list: [{ n: 2, m: 1 }] })
    expect(patches).toEqual([
      { op: 'replace', path: ['kid'], value: null },
      { op: 'replace', path: ['kid'], value: { n: 1, m: 1 } },
      { op: 'replace', path: ['list', 0], value: null },
      { op: 'replace', path: ['list', 0], value: { n: 1, m: 1 } },
      { op: 'replace', path: ['list', 0, 'n'], value: 2 },
      { op: 'replace', path: ['kid', 'n'], value: 2 },
    ])
  })

  test('two places swapped', () => {
    const { value } = edited({ a: { n: 1 }, b: { n: 2 } }, draft => {
      ;[draft.a, draft.b] = [draft.b, draft.a]
      draft.a.n = 20
    })
    expect(value).toEqual({ a: { n: 20 }, b: { n: 1 } })
  })

  test('drafts inside new plain containers stay drafts', () => {
    const { value } = edited({ item: { kid: { n: 1 } }, when: new Date(0) }, draft => {
      draft.copy = { ...draft.item, deep: [new Map([['k', draft.item]])], dates: new Set([draft.when]) }
      draft.item.kid.n = 2
      draft.when.setTime(7)
      expect(draft.copy.kid).toBe(draft.item.kid)
      expect(draft.copy.deep[0].get('k')).toBe(draft.item)
    })
    expect(value.copy).toEqual({
      kid: { n: 2 },
      deep: [new Map([['k', { kid: { n: 2 } }]])],
      dates: new Set([new Date(7)]),
    })
    expect(value.item).toEqual({ kid: { n: 2 } })
  })

  test('what two places shared in the base is edited apart', () => {
    const part = update({ n: 1 }, () => undefined)
    const { value } = edited({ a: part, b: part }, draft => {
      draft.a.n = 2
    })
    expect(value).toEqual({ a: { n: 2 }, b: { n: 1 } })
  })

  test('fill puts one thing everywhere', () => {
    const { value } = edited([1, 2, 3], draft => {
      draft.fill({ n: 0 }, 1)
      draft[1].n = 5
    })
    expect(value).toEqual([1, { n: 5 }, { n: 5 }])
  })

  test('a draft inside a leaf is taken as it is then', () => {
    const { value } = edited({ item: { n: 1 } }, draft => {
      draft.error = new Error('no', { cause: draft.item })
      draft.item.n = 2
    })
    expect(value.error.cause).toEqual({ n: 1 })
  })

  test('a Set that gets a part equal to one it has keeps both', () => {
    const part = update({ n: 1 }, () => undefined)
    const { value } = edited({ a: part, s: new Set([part]) }, draft => {
      draft.s.add(draft.a)
      expect(draft.s.size).toBe(2)
    })
    expect(value.s.size).toBe(2)
  })
})

describe('leaves', () => {
  test('an edited leaf is one row, an untouched one none', () => {
    const { value, patches } = edited({ when: new Date(0), bytes: new Uint8Array([1, 2]) }, draft => {
      expect(draft.when).toBe(draft.when)
      draft.when.setTime(5)
      expect(draft.bytes[0]).toBe(1)
    })
    expect(value.when).toEqual(new Date(5))
    expect(patches).toEqual([{ op: 'replace', path: ['when'], value: new Date(5) }])
  })

  test('an equal one put in its place is no row, and what stood there is let go', () => {
    const { value, patches } = edited({ when: new Date(5), list: [new Date(6)] }, draft => {
      const [when, first] = [draft.when, draft.list[0]]
      draft.when = new Date(5)
      draft.list[0] = new Date(6)
      when.setTime(9)
      first.setTime(9)
      expect(draft.when).not.toBe(when)
    })
    expect(value).toEqual({ when: new Date(5), list: [new Date(6)] })
    expect(patches).toEqual([])
  })

  test('no door leads to the live one', () => {
    let live = new Date()
    const { value, patches } = edit(
      keep([new Date(0)], { name: 'score' }),
      ((draft: Date[]) => void (live = draft[0]!).setTime(5)) as never,
      { name: null },
    )
    live.setTime(99)
    const patch = patches[0] as { value: Date }
    patch.value.setTime(98)
    expect(thaw(value)).toEqual([new Date(5)])
    expect(patch.value).toEqual(new Date(5))
  })

  test('instances of registered classes', () => {
    class Point {
      x = 0
      move(): void {
        this.x++
      }
    }
    register(Point, { tag: 'draft-test/point' })
    const { value, patches } = edited({ p: new Point(), q: new Point() }, draft => draft.p.move())
    expect([value.p, value.q]).toEqual([Object.assign(new Point(), { x: 1 }), new Point()])
    expect(patches).toHaveLength(1)
  })

  test('at the root', () => {
    expect(edited(new Date(0), date => void date.setTime(4)).value).toEqual(new Date(4))
    expect(edited(new Date(0), date => date).patches).toEqual([])
    expect(edited(new Date(0), () => new Date(6)).value).toEqual(new Date(6))
    expect(() => edited(new Date(0), date => date.setTime(4))).toThrow(code('BAD_RECIPE'))
  })
})
