import { describe, expect, test } from 'vitest'
import { edit } from '../../src/value/draft/edit.ts'
import { keep } from '../../src/value/keep.ts'
import type { Patches } from '../../src/value/path.ts'
import { splice } from '../../src/value/splice.ts'
import { thaw } from '../../src/value/thaw.ts'
import { nothing } from '../../src/value/types.ts'
import { update } from '../../src/value/update.ts'

type Any = any // eslint-disable-line @typescript-eslint/no-explicit-any

function edited(value: unknown, recipe: (draft: Any) => unknown): { value: Any; patches: Patches } {
  const { value: kept, patches } = edit(keep(value, { name: 'score' }), recipe as never, { name: 'score' })
  return { value: thaw(kept), patches }
}
const code = (code: string, more: object = {}) => expect.objectContaining({ code, ...more })

describe('refusals', () => {
  test('a cycle, with both places', () => {
    expect(() => edited({ a: { b: {} } }, draft => void (draft.a.b.c = [draft.a]))).toThrow(
      code('NOT_REMEMBERABLE', {
        message: expect.stringContaining('score.a.b.c[0]: a reference back to score.a '),
        details: { path: ['a', 'b', 'c', 0], type: 'cycle' },
      }),
    )
    expect(() => edited([], draft => draft.push(draft) && undefined)).toThrow(code('NOT_REMEMBERABLE'))
  })

  test('what cannot be remembered, with its whole path', () => {
    expect(() =>
      edited({ players: [{}] }, draft => void (draft.players[0].onClick = { go: () => 1 })),
    ).toThrow(
      code('NOT_REMEMBERABLE', {
        message: expect.stringContaining('score.players[0].onClick.go: a function cannot be remembered'),
      }),
    )
    expect(() => edited({ m: new Map() }, draft => draft.m.set({}, 1))).toThrow(code('NOT_REMEMBERABLE'))
    expect(() => edited({}, draft => void (draft[Symbol('s')] = 1))).toThrow(code('NOT_REMEMBERABLE'))
    expect(() => edited([], draft => void (draft.name = 1))).toThrow(code('NOT_REMEMBERABLE'))
    expect(() => edited({}, draft => Object.defineProperty(draft, 'x', { get: () => 1 }))).toThrow(
      code('NOT_REMEMBERABLE'),
    )
    expect(() => edited({}, draft => Object.defineProperty(draft, 'x', { value: 1 }))).toThrow(
      code('NOT_REMEMBERABLE'),
    )
    expect(() => edited([1], draft => void (draft.length = -1))).toThrow(RangeError)
  })

  test('nesting without end', () => {
    const deepen = (draft: Any) => {
      for (let i = 0; i < 2000; i++) draft.a = { a: draft.a }
    }
    expect(() => edited({ a: {} }, deepen)).toThrow(
      code('NOT_REMEMBERABLE', { details: expect.objectContaining({ type: 'depth' }) }),
    )
  })

  test('moving something deep still deeper', () => {
    let deep: Any = {}
    for (let i = 0; i < 900; i++) deep = { deep }
    let other: Any = {}
    for (let i = 0; i < 150; i++) other = { other }
    const move = (draft: Any) => {
      let place = draft.other
      while (place.other.other) place = place.other
      place.other = draft.deep
    }
    expect(() => edited({ deep, other }, move)).toThrow(code('NOT_REMEMBERABLE'))
  })

  test('a recipe that throws leaves nothing', () => {
    const base = update({ list: [1], when: new Date(1) }, () => undefined)
    expect(() =>
      update(base, draft => {
        draft.list.push(2)
        draft.when.setTime(5)
        throw new Error('mine')
      }),
    ).toThrow('mine')
    expect(base).toEqual({ list: [1], when: new Date(1) })
  })
})

describe('a draft that escaped', () => {
  test('throws whatever is done with it', () => {
    const held: Record<string, Any> = {}
    update({ list: [{ n: 1 }], m: new Map([['a', 1]]), s: new Set([1]), o: { n: 1 } }, draft => {
      Object.assign(held, {
        draft,
        list: draft.list,
        m: draft.m,
        s: draft.s,
        o: draft.o,
        push: draft.list.push,
      })
      held['iterator'] = draft.list[Symbol.iterator]()
      held['entries'] = draft.m.entries()
      held['values'] = draft.s.values()
      held['get'] = draft.m.get.bind(draft.m)
    })
    const uses = [
      () => held['draft'].list,
      () => void (held['draft'].x = 1),
      () => delete held['o'].n,
      () => 'n' in held['o'],
      () => Object.keys(held['o']),
      () => JSON.stringify(held['list']),
      () => held['list'].length,
      () => held['push'].call(held['list'], 1),
      () => held['iterator'].next(),
      () => held['entries'].next(),
      () => held['values'].next(),
      () => held['get']('a'),
      () => held['m'].size,
      () => held['s'].add(1),
      () => update(held['o'], () => undefined),
      () => update({}, (draft: Any) => void (draft.x = held['o'])),
      () => splice(held['list'], 0, 0, 0, []),
    ]
    for (const use of uses) expect(use).toThrow(code('DRAFT_CLOSED'))
  })

  test('a leaf that escaped is nobody else’s', () => {
    let date = new Date()
    const next = update({ when: new Date(1) }, draft => {
      date = draft.when
      date.setTime(2)
    })
    date.setTime(3)
    expect(next.when).toEqual(new Date(2))
    expect(update({ when: date }, () => undefined).when).toEqual(new Date(3))
  })
})

describe('what a recipe returns', () => {
  test('a primitive is answered with the next one', () => {
    expect(update(1, n => n + 1)).toBe(2)
    expect(edited('a', () => undefined).value).toBe(undefined)
    expect(edited(1, () => nothing).value).toBe(undefined)
    expect(edited(1, () => ({ n: 1 })).value).toEqual({ n: 1 })
  })

  test('undefined or the draft keep the draft, anything else is the next value', () => {
    expect(edited({ n: 1 }, draft => ((draft.n = 2), draft)).value).toEqual({ n: 2 })
    expect(edited({ n: 1 }, () => ({ n: 3 })).patches).toEqual([{ op: 'replace', path: ['n'], value: 3 }])
    expect(edited({ n: 1 }, () => nothing).value).toBe(undefined)
    expect(edited({ n: 1 }, () => null).value).toBe(null)
    expect(edited({ kid: { n: 1 } }, draft => draft.kid).value).toEqual({ n: 1 })
  })

  test('a value with drafts in it', () => {
    const { value, patches } = edited({ items: [{ n: 1 }, { n: 2 }], x: 1 }, draft => ({
      ...draft,
      items: draft.items.filter((each: { n: number }) => each.n > 1),
    }))
    expect(value).toEqual({ items: [{ n: 2 }], x: 1 })
    expect(patches).toEqual([{ op: 'splice', path: ['items'], index: 0, remove: 1, insert: [] }])
  })

  test('both is refused, also when nothing came of the change', () => {
    for (const recipe of [
      (draft: Any) => (draft.n = 5),
      (draft: Any) => (draft.n = 1),
      (draft: Any) => draft.list.push(1),
      (draft: Any) => draft.list.sort(),
      (draft: Any) => draft.when.setTime(4),
      (draft: Any) => ((draft.n = 2), nothing),
    ]) {
      const base = update({ n: 1, list: [], when: new Date(0) }, () => undefined)
      expect(() => edited(base, recipe)).toThrow(code('BAD_RECIPE', { details: { variable: 'score' } }))
      expect(base).toEqual({ n: 1, list: [], when: new Date(0) })
    }
  })

  test('a promise is refused, and what it comes to is let go', async () => {
    expect(() => edited({ n: 1 }, async () => Promise.reject(new Error('late')))).toThrow(code('BAD_RECIPE'))
    expect(() => edited(1, async () => 2)).toThrow(code('BAD_RECIPE'))
    await new Promise(resolve => setTimeout(resolve, 5))
  })
})

describe('recipes in recipes', () => {
  test('a draft handed to another update is kept as it is at that moment', () => {
    const { value } = edited({ item: { list: [1], kid: { n: 1 } } }, draft => {
      draft.item.list.push(2)
      const inner = update(draft.item, (other: Any) => void other.list.push(3))
      expect(inner).toEqual({ list: [1, 2, 3], kid: { n: 1 } })
      expect(draft.item.list).toHaveLength(2)
      draft.item.kid.n = 2
      draft.result = inner
    })
    expect(value).toEqual({
      item: { list: [1, 2], kid: { n: 2 } },
      result: { list: [1, 2, 3], kid: { n: 1 } },
    })
  })

  test('a draft of an outer recipe put into an inner draft is copied', () => {
    let inner: Any
    edited({ item: { n: 1 } }, outer => {
      inner = update({ x: null }, (draft: Any) => {
        draft.x = outer.item
        outer.item.n = 2
      })
    })
    expect(inner).toEqual({ x: { n: 1 } })
  })

  test('a draft that was put into itself cannot be kept', () => {
    expect(() =>
      edited({ a: {} }, draft => {
        draft.a.self = draft.a
        update(draft, () => undefined)
      }),
    ).toThrow(code('NOT_REMEMBERABLE'))
  })
})

test('a getter in what is put into an array may change that array', () => {
  const emptying = (list: unknown[]) => ({
    get x() {
      list.length = 0
      return 1
    },
  })
  const run = (recipe: (list: unknown[]) => unknown) =>
    update([1, 2, 3] as unknown[], list => void recipe(list))
  expect(run(list => list.push(emptying(list)))).toEqual([{ x: 1 }])
  expect(run(list => list.unshift(emptying(list)))).toEqual([{ x: 1 }])
  expect(run(list => list.splice(1, 1, emptying(list)))).toEqual([{ x: 1 }])
  expect(run(list => list.fill(emptying(list), 1))).toEqual([])
})
