import { describe, expect, test } from 'vitest'
import { memory, openSync, Registry, type Variable } from 'varve'
import { codeOf } from '../code-of.ts'

interface Doc {
  list: { n: number }[]
  byKey: Record<string, { n: number }>
  map: Map<string | number, { n: number }>
  set: Set<unknown>
  text: string
}

const fresh = (): Doc => ({
  list: [{ n: 3 }, { n: 1 }, { n: 2 }],
  byKey: { a: { n: 0 } },
  map: new Map<string | number, { n: number }>([
    [1, { n: 1 }],
    ['1', { n: 2 }],
  ]),
  set: new Set<unknown>(['x', 'y', { n: 0 }]),
  text: 'hello',
})

function watched(): { registry: Registry; doc: Variable<Doc> } {
  const registry = new Registry({ paranoid: true })
  return { registry, doc: registry.watch('doc', fresh()) }
}

/** Which revision is blamed for the number of each element. */
const blamed = (doc: Variable<Doc>): number[] =>
  doc.value.list.map((_, i) => doc.blame(['list', i, 'n']).index)

describe('blame follows an element', () => {
  /** After revision 1 wrote the first, 2 the second and 3 the third: what happens, and who is blamed then. */
  const moves: readonly (readonly [
    name: string,
    move: (list: Doc['list']) => void,
    blamed: readonly number[],
  ])[] = [
    ['unshift', list => void list.unshift({ n: 9 }, { n: 8 }), [4, 4, 1, 2, 3]],
    ['shift', list => void list.shift(), [2, 3]],
    ['push', list => void list.push({ n: 9 }), [1, 2, 3, 4]],
    ['splice in front', list => void list.splice(1, 1, { n: 7 }, { n: 6 }), [1, 4, 4, 3]],
    ['a splice that only takes out', list => void list.splice(0, 2), [3]],
    ['sort', list => void list.sort((a, b) => b.n - a.n), [3, 2, 1]],
    ['reverse', list => void list.reverse(), [3, 2, 1]],
    ['rotating', list => void list.push(list.shift()!), [2, 3, 1]],
    ['a move by assignment', list => void ([list[0], list[2]] = [list[2]!, list[0]!]), [3, 2, 1]],
    ['copyWithin, which puts another one', list => void list.copyWithin(0, 2), [4, 2, 3]],
    ['an element written again', list => void (list[1] = { n: 50 }), [1, 4, 3]],
    ['a shorter length', list => void (list.length = 1), [1]],
  ]

  test.each(moves)('through %s', (_, move, expected) => {
    const { doc } = watched()
    for (const i of [0, 1, 2]) doc.update(({ list }) => void (list[i]!.n = 10 * (i + 1)))
    doc.update(({ list }) => move(list))
    expect(blamed(doc)).toEqual(expected)
    // What happens elsewhere changes nothing, nor does the way back and forth.
    doc.update(draft => void (draft.text = 'later'))
    expect(blamed(doc)).toEqual(expected)
    doc.undo({ steps: 2 })
    expect(blamed(doc)).toEqual([1, 2, 3])
    doc.redo({ steps: 2 })
    expect(blamed(doc)).toEqual(expected)
    doc.rollback(3)
    expect(blamed(doc)).toEqual([1, 2, 3])
    expect(doc.blame('list.0.n', 4).index).toBe(expected[0])
    doc.rollback(4)
    expect(blamed(doc)).toEqual(expected)
  })

  test('through several splices, and writes in between', () => {
    const { doc } = watched()
    doc.update(({ list }) => void list.unshift({ n: 9 }))
    doc.update(({ list }) => void (list[1]!.n = 30))
    doc.update(({ list }) => {
      list.unshift({ n: 8 }, { n: 7 })
      list[4]!.n = 10
      list.splice(1, 1)
    })
    doc.update(({ list }) => void list.reverse())
    expect(doc.value.list).toEqual([{ n: 2 }, { n: 10 }, { n: 30 }, { n: 9 }, { n: 8 }])
    expect(blamed(doc)).toEqual([0, 3, 2, 1, 3])
  })

  test('from an array to a key, from there to a Map, and into another array', () => {
    const { doc } = watched()
    doc.update(({ list }) => void (list[1]!.n = 10))
    doc.update(({ list, byKey }) => void (byKey['b'] = list.splice(1, 1)[0]!))
    expect([doc.blame('byKey.b.n').index, doc.blame('byKey.b').index]).toEqual([1, 1])
    doc.update(({ byKey, map }) => {
      map.set('c', byKey['b']!)
      delete byKey['b']
    })
    expect(doc.blame('map.c.n').index).toBe(1)
    doc.update(({ map, list }) => {
      list.unshift(map.get('c')!)
      map.delete('c')
    })
    expect(doc.blame('list.0.n').index).toBe(1)
    doc.update(({ list }) => void (list[0]!.n = 11))
    expect([doc.blame('list.0.n').index, doc.blame('list.1.n').index]).toEqual([5, 0])
  })

  test('that is renamed, and written in the same recipe', () => {
    const { doc } = watched()
    doc.update(({ byKey }) => void (byKey['a']!.n = 1))
    doc.update(({ byKey }) => {
      byKey['z'] = byKey['a']!
      delete byKey['a']
    })
    expect(doc.blame('byKey.z.n').index).toBe(1)
    doc.update(({ byKey }) => {
      byKey['y'] = byKey['z']!
      delete byKey['z']
      byKey['y'].n = 2
    })
    expect(doc.blame('byKey.y.n').index).toBe(3)
  })
})

describe('blame', () => {
  test('finds its way through places where something stood only in between', () => {
    const { doc } = watched()
    doc.update(({ list }) => void (list[0]!.n = 1))
    doc.update(({ list, byKey, map }) => {
      byKey['between'] = list[0]!
      map.set('also', byKey['between'])
      byKey['z'] = byKey['between']
      delete byKey['between']
      map.delete('also')
      list.splice(0, 1)
    })
    expect(doc.blame('byKey.z.n').index).toBe(1)
  })

  test('looks through a transaction, and what was taken back with one is nowhere', () => {
    const { registry, doc } = watched()
    registry.transaction(() => {
      doc.update(({ list }) => void (list[0]!.n = 1))
      doc.update(({ list }) => void list.unshift({ n: 0 }))
    })
    expect(blamed(doc)).toEqual([2, 1, 0, 0])
    const failing = (): never => {
      doc.update(({ list }) => void list.reverse())
      expect(blamed(doc)).toEqual([0, 0, 1, 2])
      throw new Error('no')
    }
    expect(() => registry.transaction(failing)).toThrow('no')
    expect(blamed(doc)).toEqual([2, 1, 0, 0])
  })

  test('looks through undo of one creator, while others stay', () => {
    const { doc } = watched()
    doc.update(({ list }) => void (list[0]!.n = 1), { creator: 'ann' })
    doc.update(({ list }) => void (list[1]!.n = 2), { creator: 'bo' })
    doc.undo({ by: 'ann' })
    expect([doc.value.list[0]!.n, ...blamed(doc)]).toEqual([3, 0, 2, 0])
  })

  test('knows the positions of a Set, where something before them went', () => {
    const { doc } = watched()
    doc.update(({ set }) => {
      for (const member of set) if (typeof member === 'object') (member as { n: number }).n = 1
    })
    doc.update(({ set }) => void set.add('z'))
    doc.update(({ set }) => void set.delete('x'))
    expect([...doc.value.set]).toEqual(['y', { n: 1 }, 'z'])
    expect([0, 1, 2].map(at => doc.blame(['set', at]).index)).toEqual([0, 1, 2])
    expect(doc.blame(['set', 1, 'n']).index).toBe(1)
    expect(doc.undo().blame(['set', 2, 'n']).index).toBe(1)
    expect(doc.blame().map(({ path }) => path.join('.'))).toContain('set.2.n')
  })

  test('tells the keys 1 and "1" of a Map apart', () => {
    const { doc } = watched()
    doc.update(({ map }) => void (map.get(1)!.n = 10))
    doc.update(({ map }) => void (map.get('1')!.n = 20))
    doc.update(({ map }) => void map.set(1, { n: 30 }))
    const paths = [
      ['map', 1, 'n'],
      ['map', '1', 'n'],
    ]
    expect(paths.map(path => doc.blame(path).index)).toEqual([3, 2])
    expect(paths.map(path => doc.blame(path, 2).index)).toEqual([1, 2])
    expect(paths.map(path => doc.peek(path, 1))).toEqual([10, 2])
    expect(doc.blame('map["1"].n').index).toBe(2)
    doc.update(({ map }) => void map.delete(1))
    expect(doc.blame(['map', '1', 'n']).index).toBe(2)
    expect(doc.undo().blame(['map', 1, 'n']).index).toBe(3)
  })

  test('goes as far back as what is left, and says where that was forgotten', () => {
    const { doc } = watched()
    doc.update(({ list }) => void (list[0]!.n = 100))
    doc.update(({ list }) => void list.unshift({ n: 0 }))
    doc.update(() => undefined)
    doc.update(({ list }) => void (list[2]!.n = 2))
    doc.update(({ list }) => void list.reverse())
    expect(blamed(doc)).toEqual([0, 4, 1, 2])
    doc.prune({ last: 2 })
    expect(doc.history().map(({ index }) => index)).toEqual([0, 4, 5])
    expect(doc.blame('list.1.n').index).toBe(4)
    expect(doc.blame('byKey.a.n').index).toBe(0)
    for (const i of [2, 3]) expect(codeOf(() => doc.blame(['list', i, 'n']))).toBe('UNKNOWN_REVISION')
  })

  test('of what was read from a store follows the same ways', () => {
    const store = memory()
    const open = () => openSync(store).watch('doc', fresh())
    const repository = openSync(store)
    const doc = repository.watch('doc', fresh())
    for (const i of [0, 1, 2]) doc.update(({ list }) => void (list[i]!.n = 10 * (i + 1)))
    doc.update(({ list }) => void list.unshift({ n: 9 }))
    doc.update(({ set }) => void set.delete('x'))
    doc.update(({ map }) => void (map.get('1')!.n = 20))
    repository.flush()
    const again = open()
    expect(blamed(again)).toEqual([4, 1, 2, 3])
    // There a position in a Set is one as such.
    expect([0, 1].map(at => again.blame(['set', at]).index)).toEqual([5, 5])
    expect(again.blame(['set', 1, 'n']).index).toBe(5)
    expect([again.blame(['map', '1', 'n']).index, again.blame(['map', 1, 'n']).index]).toEqual([6, 0])
    again.update(({ list }) => void list.splice(1, 1))
    again.undo({ steps: 3 })
    expect(blamed(again)).toEqual([4, 1, 2, 3])
    again.rollback(3)
    expect(blamed(again)).toEqual([1, 2, 3])
  })
})

test('a place that no index can be is not taken for the first', () => {
  const { doc } = watched()
  doc.update(({ list }) => void list.shift())
  for (const key of ['', ' 0', null, false] as const) {
    expect(doc.peek(['list', key], 0)).toBe(undefined)
    expect(codeOf(() => doc.blame(['list', key]))).toBe('BAD_OPTION')
  }
})

test('a hole that was filled by undefined was changed', () => {
  const doc = new Registry().watch<unknown[]>('holes', new Array<unknown>(1))
  doc.update(list => void list.push(list.shift()))
  expect(doc.value).toEqual([undefined])
  expect(doc.blame([0]).index).toBe(1)
})

test('a key that came as text is the number it was, also where it stood before', () => {
  const users = new Registry().watch<{ users: Record<string, string>[]; z?: number }>('users', {
    users: [{}, { 17: 'a' }],
  })
  users.update(draft => void (draft.users[1]![17] = 'b'))
  users.update(draft => void draft.users.shift())
  users.update(draft => void (draft.z = 1))
  expect(users.peek('users[0].17', 2)).toBe('b')
  expect(users.blame('users[0].17').index).toBe(1)

  const moved = new Registry().watch<Record<string, Record<string, string>>>('moved', { a: { 5: 'x' } })
  moved.update(draft => void (draft['a']![5] = 'y'))
  moved.update(draft => {
    draft['b'] = draft['a']!
    delete draft['a']
  })
  expect(moved.blame('b.5').index).toBe(1)
})

test.each([-1, Infinity, -Infinity, NaN, 1.5])('the key %d of a Map is found by its text', key => {
  const doc = new Registry().watch<{ m: Map<number, string>; z?: number }>('doc', {
    m: new Map([[key, 'a']]),
  })
  doc.update(({ m }) => void m.set(key, 'b'))
  doc.update(draft => void (draft.z = 1))
  const path = ['m', String(key)]
  expect([doc.peek(path), doc.peek(path, 1), doc.peek(path, 0)]).toEqual(['b', 'b', 'a'])
  expect(doc.blame(path).index).toBe(1)
  expect(doc.history({ path }).map(({ index }) => index)).toEqual([0, 1])
})

test('what was put in the midst of a revision is blamed on that, also once it was stored', () => {
  const store = memory()
  const home = openSync(store)
  const doc = home.watch<{ list: string[] }>('doc', { list: ['x', 'same'] })
  doc.update(draft => {
    draft.list = ['p', 'new']
    draft.list.unshift('same0')
    draft.list.splice(0, 2)
    draft.list.push('same')
  })
  const blamedFor = (variable: Variable<{ list: string[] }>): number[] =>
    variable.value.list.map((_, i) => variable.blame(['list', i]).index)
  expect(blamedFor(doc)).toEqual([1, 1])
  home.flush()
  const again = openSync(store).watch<{ list: string[] }>('doc', { list: [] })
  expect(blamedFor(again)).toEqual([1, 1])
  expect(again.blame().map(({ revision }) => revision.index)).toEqual([1, 1])
})

test('a place that never was is refused, also in what a splice put in', () => {
  const doc = new Registry().watch<{ l: object[] }>('doc', { l: [] })
  doc.update(({ l }) => void l.push({ title: 'a' }))
  expect(() => doc.blame('l[0].titel')).toThrow("ever had a place 'l[0].titel'; did you mean 'l[0].title'?")
  expect(codeOf(() => doc.blame(['l', 0.5]))).toBe('BAD_OPTION')
  expect(codeOf(() => doc.blame(['l', -1]))).toBe('BAD_OPTION')
})

test('an edit that changes nothing is not to blame', () => {
  const { doc } = watched()
  doc.splice('text', 0, 1, 'h')
  doc.splice('text', 2, 0, '')
  expect(doc.blame('text').index).toBe(0)
})
