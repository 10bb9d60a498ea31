import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { Registry, type Snapshot, type Variable } from 'varve'
import { Working } from '../../src/value/working/working.ts'
import { glance } from '../../src/value/glance/glance.ts'
import { runRecipe } from '../../src/value/draft/run-recipe.ts'
import { keep } from '../../src/value/keep.ts'
import { codeOf } from '../code-of.ts'
import { fuzz } from '../fuzz.ts'
import { described, plainContainer, unshared } from '../value/plain-values.ts'

interface Item {
  n: number
  tags: string[]
}
interface Doc {
  list: Item[]
  byKey: Record<string, Item>
  map: Map<string, Item>
  set: Set<Item | number>
  when: Date
  text: string
}

const fresh = (): Doc => ({
  list: [
    { n: 1, tags: ['a'] },
    { n: 2, tags: [] },
  ],
  byKey: { a: { n: 3, tags: [] } },
  map: new Map([['k', { n: 4, tags: [] }]]),
  set: new Set<Item | number>([1, { n: 5, tags: [] }]),
  when: new Date(0),
  text: 'hello',
})

/** Changes something everywhere, so that every container is one that is worked on in place. */
function stir(doc: Doc): void {
  for (const item of [...doc.list, doc.byKey['a']!, doc.map.get('k')!]) {
    item.n += 10
    item.tags.push('x')
  }
  doc.set.add(2)
  doc.when.setTime(doc.when.getTime() + 1)
  doc.text += '!'
}

function stirred(): Variable<Doc> {
  const doc = new Registry().watch<Doc>('doc', fresh())
  doc.update(stir)
  return doc
}

type Look = (value: Snapshot<Doc>) => unknown

/** What a selector may do, each of which gives the same as it does to the snapshot. */
const looks: Readonly<Record<string, Look>> = {
  'one place': v => v.list[0]!.n,
  'a part': v => v.list[1],
  'the whole': v => v,
  'a place that is not there': v => [v.list[7], v.byKey['b'], v.map.get('z')],
  'a length': v => v.list.length,
  'a method': v => v.list.map(item => item.n),
  'a method that gives parts': v => v.list.filter(item => item.n > 11),
  'a search for what stands there': v => v.list.indexOf(v.list[1]!),
  'a walk over an array': v => [...v.list].map(item => item.tags.length),
  'a spread object': v => ({ ...v.byKey['a']! }),
  'keys and entries': v => [Object.keys(v.byKey), Object.entries(v.byKey), Object.values(v.list[0]!)],
  'is it there': v => ['a' in v.byKey, 'b' in v.byKey, Object.hasOwn(v.list, 1), 9 in v.list],
  JSON: v => JSON.stringify([v.list, v.byKey, v.text]),
  'parts of a Map': v => [v.map.get('k')!.n, v.map.has('k'), v.map.size],
  'a walk over a Map': v => [...v.map].map(([key, item]) => [key, item.tags]),
  'a forEach': v => {
    const seen: unknown[] = []
    v.map.forEach((item, key) => seen.push([key, item]))
    v.list.forEach((item, i) => seen.push([i, item]))
    return seen
  },
  'a Set': v => [[...v.set], v.set.has(2), v.set.size],
  'a leaf': v => v.when.getTime(),
  'a copy of a leaf': v => v.when,
  'what it is': v => [
    Array.isArray(v.list),
    v.list instanceof Array,
    Object.prototype.toString.call(v.map),
    v.list.constructor === Array,
    Object.getPrototypeOf(v.byKey) === Object.prototype,
  ],
  'parts in an object of its own': v => ({ first: v.list[0], deep: [v.byKey['a']!.tags, { m: v.map }] }),
  'equal to itself': v => v.list[0] === v.list[0] && v.map.get('k') === v.map.get('k') && v === v,
  'other than the one at an index': v => v.list.filter(item => item !== v.list[0]),
  'found by what stands at an index': v => v.list.find(item => item === v.list[1]),
  'looked up by what stands in a Map': v => [...v.map.values()].indexOf(v.map.get('k')!),
  'a frozen object of its own': v => Object.freeze({ n: v.list[0]!.n }),
  'a Date beside a part': v => ({ when: v.when, part: v.byKey }),
  'a text': v => `${v.text} ${v.list.map(item => item.n).join()}`,
}

describe('what a selector sees is what the snapshot holds', () => {
  test.each(Object.entries(looks))('%s', (_, look) => {
    const doc = stirred()
    const seen = doc.select(look)
    expect(described(seen)).toBe(described(look(doc.value)))
    // And so it stays, whatever happens to the variable.
    const before = described(seen)
    doc.update(stir)
    expect(described(seen)).toBe(before)
  })

  test('any part of any value', () => {
    const pathsOf = (value: unknown): readonly PropertyKey[][] =>
      typeof value === 'object' && value !== null && !(value instanceof Map) && !(value instanceof Set)
        ? [
            [],
            ...Object.keys(value).flatMap(key =>
              pathsOf((value as Record<string, unknown>)[key]).map(rest => [key, ...rest]),
            ),
          ]
        : [[]]
    fc.assert(
      fc.property(plainContainer(), fc.nat(), (plain, n) => {
        const variable = new Registry().watch<unknown>('v', { plain: unshared(plain), n: 0 })
        variable.update(draft => void ((draft as { n: number }).n = n))
        const paths = pathsOf(variable.value)
        variable.update(draft => void ((draft as { n: number }).n = n + 1))
        const path = paths[n % paths.length]!
        const look = (value: unknown): unknown =>
          path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown>)[key], value)
        expect(described(variable.select(look))).toBe(described(look(variable.value)))
      }),
      fuzz(200),
    )
  })
})

describe('reading ends no ownership', () => {
  /** A value that is worked on, the root of which is owned. */
  function worked(): Working {
    const working = new Working(keep(fresh(), { name: 'doc' }))
    runRecipe(working, stir as never, { name: 'doc' })
    return working
  }
  const isOwned = (working: Working): boolean => !working.isSealed

  test.each([
    'one place',
    'a length',
    'parts of a Map',
    'is it there',
    'JSON',
    'a leaf',
    'equal to itself',
    'a part',
  ])('of the whole by %s', name => {
    const working = worked()
    glance(working.root, looks[name] as never)
    expect(isOwned(working)).toBe(true)
  })

  test('but what is returned is handed out, for good', () => {
    const working = worked()
    const [element, part] = [
      glance(working.root, (v: Doc) => v.list[0]!),
      glance(working.root, (v: Doc) => v.byKey['a']!),
    ]
    expect([element, part].map(Object.isFrozen)).toEqual([true, true])
    expect(isOwned(working)).toBe(true)
    runRecipe(working, stir as never, { name: 'doc' })
    expect([element.n, part.n]).toEqual([11, 13])
  })

  test('what may hold anything ends it', () => {
    const working = worked()
    const later = glance(working.root, (v: Doc) => () => v.list[0]!.n)
    expect(isOwned(working)).toBe(false)
    runRecipe(working, stir as never, { name: 'doc' })
    expect(later()).toBe(11)
  })
})

describe('what it is given', () => {
  test('is lent: afterwards it refuses', async () => {
    const doc = stirred()
    let kept: Snapshot<Doc> | undefined
    doc.select(v => {
      kept = v
      return v.list.length
    })
    expect(codeOf(() => kept!.text)).toBe('REFUSED')
    expect(codeOf(() => Object.keys(kept!))).toBe('REFUSED')
    expect(codeOf(() => doc.select(() => kept))).toBe('REFUSED')
    expect(() => kept!.list).toThrow('only while it runs; return what is needed of it')
    // What an async selector goes on with stays as it was.
    const sum = doc.select(async v => {
      await Promise.resolve()
      return v.list[0]!.n + v.map.get('k')!.n
    })
    doc.update(stir)
    expect(await sum).toBe(11 + 14)
  })

  test('cannot be changed', () => {
    const doc = stirred()
    const tries: ((v: Doc) => unknown)[] = [
      v => (v.text = ''),
      v => (v.list[0]!.n = 0),
      v => v.list.push({ n: 0, tags: [] }),
      v => v.list.sort(),
      v => (v.list.length = 0),
      v => delete v.byKey['a'],
      v => Object.defineProperty(v, 'text', { value: '' }),
      v => Object.setPrototypeOf(v, null),
      v => Object.freeze(v),
    ]
    for (const change of tries)
      expect(() => doc.select(change as never), String(change)).toThrow(
        /selector only reads|not extensible|read only|Cannot assign/,
      )
    expect(codeOf(() => doc.select(v => (v.map as Map<string, Item>).set('z', { n: 0, tags: [] })))).toBe(
      'LOCKED',
    )
    expect(doc.history()).toHaveLength(2)
    expect(described(doc.value)).toBe(described(stirred().value))
  })

  test('keeps still: nothing changes the variable meanwhile', () => {
    const doc = stirred()
    expect(codeOf(() => doc.select(() => doc.update(stir)))).toBe('BAD_RECIPE')
    expect(codeOf(() => doc.select(() => doc.rollback(0)))).toBe('BAD_RECIPE')
    expect(codeOf(() => doc.select(() => doc.undo()))).toBe('BAD_RECIPE')
    expect(doc.select(() => doc.select(v => v.list.length))).toBe(2)
    expect(doc.update(stir).history()).toHaveLength(3)
  })

  test('prints as what it is', () => {
    const doc = stirred()
    expect(doc.select(v => inspect(v.list))).toBe(inspect(doc.value.list))
  })

  test('in the midst of a transaction is what that made', () => {
    const registry = new Registry()
    const doc = registry.watch<Doc>('doc', fresh())
    const seen: number[] = []
    registry.transaction(() => {
      doc.update(stir)
      seen.push(doc.select(v => v.list[0]!.n))
      doc.update(stir)
      seen.push(doc.select(v => v.list[0]!.n))
    })
    expect(seen).toEqual([11, 21])
  })

  test('in a recipe of the same variable is the value before', () => {
    const doc = stirred()
    doc.update(draft => {
      draft.text = 'changed'
      expect(doc.select(v => v.text)).toBe('hello!')
    })
  })
})

test('what a selector is given can be put elsewhere, and compared', () => {
  const registry = new Registry()
  const [doc, other] = [registry.watch<Doc>('doc', fresh()), registry.watch<object>('other', {})]
  doc.update(stir)
  expect(doc.select(v => doc.equals(v))).toBe(true)
  doc.select(v => other.set({ map: v.map, list: v.list, item: v.byKey['a']! }))
  const { map, list, byKey } = doc.value
  expect(described(other.value)).toBe(described({ map, list, item: byKey['a'] }))
  other.update(draft => doc.select(v => void ((draft as { map: unknown }).map = v.map)))
  expect(described((other.value as { map: unknown }).map)).toBe(described(map))
})

test('what it returns is looked through at every key, and however deep', () => {
  const doc = stirred()
  const key = Symbol('key')
  expect(doc.select(v => ({ [key]: v.byKey }))[key]['a']!.n).toBe(13)
  doc.update(stir)
  const hidden = doc.select(
    v => Object.defineProperty({}, 'part', { value: v.byKey }) as { part: Doc['byKey'] },
  )
  expect(hidden.part['a']!.n).toBe(23)
  doc.update(stir)
  interface Nested {
    in?: Nested
    part?: Snapshot<Doc>['byKey']
  }
  const deep = doc.select(v => {
    let made: Nested = { part: v.byKey }
    for (let i = 0; i < 9_000; i++) made = { in: made }
    return made
  })
  doc.update(stir)
  let at = deep
  while (at.in) at = at.in
  expect(at.part!['a']!.n).toBe(33)
})

test('what else it returns is handed out, whatever refuses to be looked at', () => {
  class Stamp extends Date {
    readonly #part: Item
    constructor(part: Item) {
      super(3)
      this.#part = part
    }
    get n(): number {
      return this.#part.n
    }
  }
  const refusing = {
    set() {
      throw new Error('read only')
    },
  }
  const returned: Readonly<Record<string, (v: Snapshot<Doc>) => { n: number }>> = {
    'a class of its own': v => new Stamp(v.byKey['a'] as Item),
    'a Date with a property': v =>
      Object.assign(new Date(3), {
        get n() {
          return v.byKey['a']!.n
        },
      }),
    'a Proxy around a part': v => new Proxy(v.byKey['a']!, {}),
    'a Proxy that refuses': v =>
      new Proxy(
        {
          part: v.byKey,
          get n() {
            return this.part['a']!.n
          },
        },
        refusing,
      ),
  }
  for (const [name, look] of Object.entries(returned)) {
    const doc = stirred()
    const seen = doc.select(look)
    doc.update(stir)
    expect(seen.n, name).toBe(13)
  }
})

test('what it took out of a Map refuses afterwards', () => {
  const doc = stirred()
  let get: ((key: string) => unknown) | undefined
  let has: ((key: string) => boolean) | undefined
  doc.select(v => {
    ;[get, has] = [v.map.get, v.map.has]
    return 0
  })
  expect([codeOf(() => get!('k')), codeOf(() => has!('k'))]).toEqual(['REFUSED', 'REFUSED'])
})

test('kept for later it prints as such', () => {
  const doc = stirred()
  let kept: unknown
  doc.select(v => void (kept = v))
  expect(inspect(kept)).toContain('what a selector saw')
})

test('a primitive is not set by its own selector, nor anything by one of an old value', () => {
  const n = new Registry().watch('n', 0).set(1)
  expect(codeOf(() => n.select(value => n.set(value + 1)))).toBe('BAD_RECIPE')
  const doc = stirred()
  expect(codeOf(() => doc.select(() => doc.update(stir), 0))).toBe('BAD_RECIPE')
  expect([n.value, doc.history().length]).toEqual([1, 2])
})

test('a subscription by a selector hears each other value once, and those in between', () => {
  const doc = stirred()
  const heard = vi.fn()
  const stop = doc.subscribe(v => v.list[0]!.n, heard)
  doc.addListener((variable, { index }) => {
    if (index === 2) variable.update(draft => void (draft.list[0]!.n = 100))
  })
  doc.update(draft => void (draft.list[1]!.n = 0))
  doc.update(stir)
  stop()
  doc.update(stir)
  expect(heard.mock.calls.map(([n]: unknown[]) => n)).toEqual([11, 100, 110])
})
