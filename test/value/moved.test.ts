import { expect, test } from 'vitest'
import { apply, invert, Registry, type Variable } from 'varve'
import { described, unshared } from './plain-values.ts'

interface Part {
  n: number
  kid?: Part
}
interface Places {
  list: Part[]
  other: Part[]
  map: Map<string, Part>
  set: Set<Part>
  one?: Part
}

const places = (): Places => ({
  list: [{ n: 1, kid: { n: 10 } }, { n: 2 }],
  other: [],
  map: new Map([['a', { n: 3 }]]),
  set: new Set([{ n: 4 }]),
})

/** Each leaves in the draft what it leaves in a plain value whose doubles are parted at the end. */
const moves: Readonly<Record<string, (all: Places) => void>> = {
  'from an array to a Map, edited there'({ list, map }) {
    map.set('b', list.shift()!)
    map.get('b')!.n = 100
  },
  'from a Map to a Set, edited before and after'({ map, set }) {
    const part = map.get('a')!
    part.n = 100
    map.delete('a')
    set.add(part)
    part.kid = { n: 101 }
  },
  'from a Set to an array'({ set, list }) {
    const [part] = set
    set.delete(part!)
    list.splice(1, 0, part!)
    list[1]!.n = 100
  },
  'around all places, and back to where it came from'({ list, map, set, other }) {
    const part = list[0]!
    list.shift()
    map.set('b', part)
    part.n += 1
    map.delete('b')
    set.add(part)
    part.n += 1
    set.delete(part)
    other.push(part)
    part.n += 1
    list.unshift(other.pop()!)
  },
  'out of a part that is then dropped'({ list, map }) {
    const { kid } = list[0]!
    list.shift()
    map.set('kid', kid!)
    kid!.n = 100
  },
  'into a part that is then moved'({ list, map, other }) {
    const part = list[1]!
    part.kid = map.get('a')!
    list.pop()
    other.push(part)
    part.kid.n = 100
    map.get('a')!.n += 1
  },
  'out, edited while it is nowhere, and in again'({ list }) {
    const part = list.pop()!
    part.n = 100
    part.kid = { n: 101 }
    list.push(part)
  },
  'out by splice, edited while it is nowhere, and in again elsewhere'({ list, other }) {
    const parts = list.splice(0, 2)
    for (const part of parts) part.n += 100
    other.push(...parts.reverse())
  },
  'out for good; what is done to it is nobody’s'({ list }) {
    const part = list.pop()!
    part.n = 100
    part.kid = list[0]!
  },
  'to two places, and away from the first'(all) {
    all.one = all.list[0]!
    all.list.shift()
    all.one.n = 100
    all.one.kid!.n = 101
  },
  'to two places, edited by each, then taken from both'(all) {
    all.one = all.list[0]!
    all.other.push(all.one, all.one)
    all.other[0]!.n = 100
    all.other[1]!.kid!.n = 101
    delete all.one
    all.other.length = 1
  },
  'between two arrays that are sorted and turned meanwhile'({ list, other }) {
    other.push(...list.splice(0))
    other.sort((a, b) => b.n - a.n)
    list.push(other.pop()!)
    other.reverse()
    list[0]!.n = 100
    other[0]!.n = 101
  },
  'over another, which stays where else it was put'(all) {
    all.one = all.map.get('a')!
    all.map.set('a', all.list[0]!)
    all.map.get('a')!.n = 100
    all.one.n = 101
  },
  'within copyWithin and fill'({ list }) {
    list.push({ n: 5 }, { n: 6 })
    list.copyWithin(0, 1, 2)
    list[0]!.n = 100
    list.fill(list[3]!, 2, 3)
    list[2]!.n = 101
  },
}

/** All versions and patches, as they are after a move, and as they would be without a look in between. */
function compare(variable: Variable<Places>, move: (all: Places) => void): void {
  const before = places()
  const twin = places()
  move(twin)
  const after = described(unshared(twin))
  variable.update(draft => move(draft))
  const { patches } = variable.lastChange()
  expect(described(variable.value)).toBe(after)
  expect(described(variable.at(0))).toBe(described(before))
  expect(described(apply(before, patches))).toBe(after)
  expect(described(apply(variable.value, invert(patches)))).toBe(described(before))
}

test.each(Object.entries(moves))('a part moves %s', (_, move) => {
  compare(new Registry().watch('places', places()), move)
})

test.each(Object.entries(moves))(
  'what doubled is two afterwards: a part moves %s, then each place is edited alone',
  (_, move) => {
    const variable = new Registry().watch('places', places())
    variable.update(draft => move(draft))
    const twin = unshared(variable.value) as Places
    const editAll = (all: Places) => {
      let n = 1000
      for (const part of [...all.list, ...all.other, ...all.map.values(), ...all.set]) {
        part.n = n++
        if (part.kid) part.kid.n = n++
      }
      if (all.one) all.one.n = n++
    }
    const before = described(twin)
    editAll(twin)
    variable.update(draft => editAll(draft))
    expect(described(variable.value)).toBe(described(twin))
    expect(described(variable.at(1))).toBe(before)
  },
)

test('a draft lent to the recipe of another variable is taken as it is then, and both go on by themselves', () => {
  const registry = new Registry()
  const [a, b] = [registry.watch('a', places()), registry.watch('b', places())]
  a.update(mine => {
    mine.list[0]!.n = 100
    b.update(theirs => {
      theirs.one = mine.list[0]!
      theirs.one.n += 1
      mine.list[0]!.n += 10
      theirs.map.set('lent', mine.list[0]!)
    })
    mine.list[0]!.kid!.n = 7
  })
  expect(b.value.one).toEqual({ n: 101, kid: { n: 10 } })
  expect(b.value.map.get('lent')).toEqual({ n: 110, kid: { n: 10 } })
  expect(a.value.list[0]).toEqual({ n: 110, kid: { n: 7 } })
  b.update(theirs => void (theirs.one!.kid!.n = 8))
  a.update(mine => void (mine.list[0]!.n = 9))
  expect([a.value.list[0], b.value.one, b.at(1).one]).toEqual([
    { n: 9, kid: { n: 7 } },
    { n: 101, kid: { n: 8 } },
    { n: 101, kid: { n: 10 } },
  ])
})
