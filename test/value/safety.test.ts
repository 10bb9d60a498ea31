import { describe, expect, test } from 'vitest'
import { Registry, splice, update, type Variable } from 'varve'
import { codeOf } from '../code-of.ts'
import { described, unshared } from './plain-values.ts'
import { Tally } from './tally.ts'

interface Doc {
  list: { n: number }[]
  map: Map<string, { n: number }>
  set: Set<{ n: number }>
  when: Date
  tally: Tally
  text: string
  extra?: unknown
}

const fresh = (): Doc => ({
  list: [{ n: 3 }, { n: 1 }, { n: 2 }],
  map: new Map([['a', { n: 1 }]]),
  set: new Set([{ n: 1 }]),
  when: new Date(0),
  tally: new Tally(),
  text: 'hello',
})
const watched = (): Variable<Doc> => new Registry().watch('doc', fresh())
const boom = (): never => {
  throw new Error('boom')
}

/** Edits of everything, without an end of their own. */
function editAll(draft: Doc): void {
  draft.list[0]!.n = 9
  draft.list.push({ n: 9 })
  draft.map.get('a')!.n = 9
  draft.map.delete('a')
  draft.set.clear()
  draft.when.setTime(9)
  draft.tally.add(9)
  splice(draft, 'text', 0, 1, 'J')
}

describe('a recipe that throws', () => {
  const ends: Readonly<Record<string, (draft: Doc) => void>> = {
    'at once': boom,
    'after edits of everything'(draft) {
      editAll(draft)
      boom()
    },
    'in the comparison of a sort'(draft) {
      draft.list.sort(boom)
    },
    'in the comparison of a sort that was half done'(draft) {
      let left = 2
      draft.list.sort((a, b) => (left-- > 0 ? a.n - b.n : boom()))
    },
    'in the middle of a walk that edits'(draft) {
      draft.list.forEach((each, i) => (i < 2 ? (each.n *= 10) : boom()))
    },
    'in a walk through a Map that it writes'(draft) {
      for (const [key, { n }] of draft.map)
        if (n < 5) draft.map.set(`${key}${n}`, { n: n < 4 ? n + 1 : boom() })
    },
    'in a getter of what it puts in'(draft) {
      draft.list.splice(1, 1, { n: 7 }, { get n() { return boom() } }) // prettier-ignore
    },
    'while what has left is put elsewhere'(draft) {
      const [first] = draft.list.splice(0, 1)
      draft.map.set('moved', first!)
      first!.n = 100
      boom()
    },
    'by an error of ours'(draft) {
      editAll(draft)
      draft.extra = () => 1
    },
  }

  test.each(Object.entries(ends))(
    '%s leaves value, history and what is recorded next as if it had never run',
    (_, end) => {
      for (const isSeen of [true, false]) {
        const doc = watched()
        doc.update(draft => void (draft.list[1]!.n = 5))
        const seen = isSeen ? doc.value : undefined
        expect(() => doc.update(end)).toThrow()
        if (isSeen) expect(doc.value).toBe(seen)
        expect(doc.history().length).toBe(2)
        doc.update(draft => void (draft.list[2]!.n = 6))
        const expected = fresh()
        expected.list[1]!.n = 5
        expect(described(doc.at(1))).toBe(described(expected))
        expected.list[2]!.n = 6
        expect(described(doc.value)).toBe(described(expected))
        expect(doc.lastChange().patches).toHaveLength(1)
      }
    },
  )

  test('and catches it itself goes on with what it had done', () => {
    const doc = watched()
    doc.update(draft => {
      draft.list.push({ n: 4 })
      try {
        draft.list.push({ n: 5 }, boom())
      } catch {
        draft.text = 'caught'
      }
      expect(codeOf(() => draft.list.push({ n: 6 }, (() => 1) as never))).toBe('NOT_REMEMBERABLE')
    })
    expect(doc.value.list).toEqual([{ n: 3 }, { n: 1 }, { n: 2 }, { n: 4 }])
    expect(doc.value.text).toBe('caught')
  })
})

describe('a draft of a recipe that is over', () => {
  test('is closed inside the next one as well, at the very same place, however it is used', () => {
    const doc = watched()
    let held!: Doc
    let walk!: Iterator<unknown>
    let parts!: { list: Doc['list']; first: { n: number }; map: Doc['map']; set: Doc['set'] }
    doc.update(draft => {
      held = draft
      const { list, map, set } = draft
      parts = { list, first: list[0]!, map, set }
      walk = list[Symbol.iterator]()
    })
    const uses: ((draft: Doc) => unknown)[] = [
      () => held.list,
      () => void (held.text = 'late'),
      () => parts.list.push({ n: 1 }),
      () => parts.list.length,
      () => void (parts.first.n = 7),
      () => parts.map.set('late', { n: 1 }),
      () => [...parts.map],
      () => parts.set.delete(parts.first),
      () => walk.next(),
      () => splice(held, 'text', 0, 1, 'x'),
      draft => draft.list.push(parts.first),
      draft => draft.map.set('late', parts.first),
      draft => draft.set.add(parts.first),
      draft => void (draft.extra = { deep: [parts.list] }),
      draft => draft.list.indexOf(parts.first),
    ]
    doc.update(draft => {
      draft.list[0]!.n = 4
      for (const use of uses)
        expect(
          codeOf(() => use(draft)),
          String(use),
        ).toBe('DRAFT_CLOSED')
      expect(draft.list[0]!.n).toBe(4)
      draft.list[1]!.n = 5
    })
    const expected = fresh()
    expected.list[0]!.n = 4
    expected.list[1]!.n = 5
    expect(described(doc.value)).toBe(described(expected))
  })

  test('is closed also where the recipe threw, was refused, or was taken back with its transaction', () => {
    const registry = new Registry()
    const doc = registry.watch('doc', fresh(), { validators: [({ text }) => text !== 'refused'] })
    const held: Doc[] = []
    expect(() => doc.update(draft => (held.push(draft), boom()))).toThrow('boom')
    expect(() => doc.update(draft => void (held.push(draft), (draft.text = 'refused')))).toThrow('rejected')
    const failing = () => registry.transaction(() => (doc.update(draft => void held.push(draft)), boom()))
    expect(failing).toThrow('boom')
    expect(held.map(draft => codeOf(() => draft.text))).toEqual(Array(3).fill('DRAFT_CLOSED'))
  })
})

describe('what the giver still holds', () => {
  /** Each way to hand something in; the thing itself is changed afterwards. */
  const ways: Readonly<Record<string, (doc: Variable<Doc>, mine: Mine) => unknown>> = {
    set: (doc, mine) => doc.set({ ...fresh(), extra: mine }),
    'value =': (doc, mine) => (doc.value = { ...fresh(), extra: mine }),
    'a recipe that assigns': (doc, mine) => doc.update(draft => void (draft.extra = mine)),
    'a recipe that assigns deeper': (doc, mine) => doc.update(draft => void (draft.extra = { deep: [mine] })),
    'a recipe that returns': (doc, mine) => doc.update(draft => ({ ...draft, extra: mine })),
    push: (doc, mine) => doc.update(draft => void draft.list.push(mine as never)),
    unshift: (doc, mine) => doc.update(draft => void draft.list.unshift(mine as never)),
    'splice of a draft': (doc, mine) => doc.update(draft => void draft.list.splice(1, 1, mine as never)),
    'splice()': (doc, mine) => doc.update(draft => splice(draft, 'list', 1, 1, [mine])),
    fill: (doc, mine) => doc.update(draft => void draft.list.fill(mine as never, 1)),
    'Map.set': (doc, mine) => doc.update(draft => void draft.map.set('mine', mine as never)),
    'Set.add': (doc, mine) => doc.update(draft => void draft.set.add(mine as never)),
    'Object.assign': (doc, mine) => doc.update(draft => void Object.assign(draft, { extra: mine })),
    'Object.defineProperty': (doc, mine) =>
      doc.update(draft => void Object.defineProperty(draft, 'extra', { ...ordinary, value: mine })),
    'variable.splice': (doc, mine) => doc.splice('list', 0, 1, [mine]),
    'an add that is applied': (doc, mine) => doc.apply([{ op: 'add', path: ['extra'], value: mine }]),
    'a splice that is applied': (doc, mine) =>
      doc.apply([{ op: 'splice', path: ['list'], index: 0, remove: 1, insert: [mine] }]),
  }
  interface Mine {
    n: number
    list: number[]
    map: Map<string, number[]>
    when: Date
    bytes: Uint8Array
    tally: Tally
  }
  const ordinary = { writable: true, enumerable: true, configurable: true }

  test.each(Object.entries(ways))(
    'by %s can be changed without anybody noticing, and is not frozen',
    (_, way) => {
      const doc = watched()
      const mine: Mine = {
        n: 1,
        list: [1],
        map: new Map([['a', [1]]]),
        when: new Date(1),
        bytes: new Uint8Array([1]),
        tally: new Tally(),
      }
      way(doc, mine)
      const before = described(unshared(doc.value))
      mine.n = 2
      mine.list.push(2)
      mine.map.get('a')!.push(2)
      mine.map.set('b', [])
      mine.when.setTime(2)
      mine.bytes[0] = 2
      mine.tally.add(2)
      doc.update(draft => void (draft.text = 'next'))
      expect(described(doc.at(1))).toBe(before)
      expect(described(doc.value)).toBe(before.replace('"text":"hello"', '"text":"next"'))
    },
  )

  test('can be changed within the recipe that has put it in', () => {
    const doc = watched()
    const mine = [{ n: 1 }]
    doc.update(draft => {
      draft.extra = mine
      mine[0]!.n = 2
      mine.push({ n: 3 })
      const inside = draft.extra as { n: number }[]
      expect(inside).toHaveLength(1)
      inside[0]!.n = 4
      expect(mine[0]!.n).toBe(2)
    })
    expect(doc.value.extra).toEqual([{ n: 4 }])
    expect(mine).toEqual([{ n: 2 }, { n: 3 }])
  })
})

describe('places that are easily mistaken', () => {
  test('a draft with a key __proto__, put into another recipe, is taken as it is', () => {
    const base = JSON.parse('{"part":{"__proto__":{"n":1},"m":1}}') as { part: { m: number } }
    const taken = { into: undefined as unknown }
    update(base, ({ part }) => {
      part.m = 2
      taken.into = update({ x: null as unknown }, draft => void (draft.x = part))
    })
    expect(described(taken.into)).toBe('{"x":{"__proto__":{"n":1},"m":2}}')
  })

  test('blame() finds what has moved up in a Set', () => {
    const doc = new Registry().watch('doc', { set: new Set<unknown>([0, 1, [0]]) })
    doc.update(({ set }) => void set.delete(0))
    expect(doc.blame().map(({ path }) => path.join('.'))).toEqual(['set.0', 'set.1.0'])
  })
})
