import { beforeEach, expect, test } from 'vitest'
import { memory, register } from 'varve'
import {
  create,
  edit,
  finish,
  Immutable,
  RevisionedMapping,
  revisionOf,
  stateOf,
  update,
} from 'varve/immutable'
import { codeOf } from '../code-of.ts'

const seen: Point[] = []
let act: (self: Point) => void = () => {}
beforeEach(() => {
  seen.length = 0
  act = () => {}
})

class Point extends Immutable {
  readonly x: number = 0
  readonly y: number = 0
  readonly more: unknown = null
  protected override afterUpdate(): void {
    seen.push(this)
    act(this)
  }
}
register(Point, { tag: 'after-update.Point' })

const points = () => new RevisionedMapping<string, Point>([['a', create(Point)]])

test('it sees what is recorded, also what was merged, and once for each revision', () => {
  const m = points()
  using mine = edit(m.get('a')!)
  mine.x = 1
  const theirs = m.update('a', d => void (d.y = 2))
  expect(seen).toEqual([theirs])
  expect(codeOf(() => finish(mine))).toBe('CONFLICT')
  expect(seen.length).toBe(1)
  const merged = finish(mine, { merge: 'ours' })
  expect(seen.length).toBe(2)
  expect(seen[1]).toBe(merged)
  expect(m.get('a')).toBe(merged)
  expect([merged.x, merged.y]).toEqual([1, 2])
})

test('where it throws at what was merged, nothing is recorded, and the draft can be mended', () => {
  const m = points()
  act = self => {
    if (self.x + self.y > 2) throw new RangeError('too far')
  }
  using mine = edit(m.get('a')!)
  mine.x = 1
  const theirs = m.update('a', d => void (d.y = 2))
  expect(() => finish(mine, { merge: 'ours' })).toThrow(RangeError)
  expect(m.get('a')).toBe(theirs)
  expect(m.getRevisionManager('a').getNumberOfRevisions()).toBe(2)
  mine.x = 0
  expect(finish(mine, { merge: 'ours' }).y).toBe(2)
})

test('it does not run for what changes nothing and is to be nothing', () => {
  const m = points()
  const first = m.get('a')!
  expect(m.update('a', () => {}, { equal: true })).toBe(first)
  const alone = create(Point)
  expect(update(alone, () => {}, { equal: true })).toBe(alone)
  expect(seen).toEqual([])
  update(alone, () => {})
  expect(seen.length).toBe(1)
})

test('nor for what could not be recorded', async () => {
  class Untagged extends Immutable {}
  const m = await RevisionedMapping.open<string, Point>(memory(), 'points', { of: Point })
  m.set('a', create(Point))
  const untagged = create(Untagged)
  expect(codeOf(() => m.update('a', d => void (d.more = untagged)))).toBe('NOT_REMEMBERABLE')
  expect(codeOf(() => m.update('a', () => new Map() as never))).toBe('BAD_RECIPE')
  await m.close()
  expect(codeOf(() => m.update('a', d => void (d.x = 1)))).toBe('STORE_CLOSED')
  expect(seen).toEqual([])
})

test('what it records itself comes first: the update that it was called for is a conflict', () => {
  const m = points()
  let times = 0
  act = () => {
    if (times++ === 0) m.set('a', create(Point))
  }
  expect(codeOf(() => m.update('a', d => void (d.x = 5)))).toBe('CONFLICT')
  expect(m.get('a')!.x).toBe(0)
  expect(m.getRevisionManager('a').getNumberOfRevisions()).toBe(2)
})

test('what it gives to somebody else stands there, and an equal of its own here', () => {
  const m = points()
  const other = new RevisionedMapping<string, Point>()
  act = self => other.set('x', self)
  const next = m.update('a', d => void (d.x = 5))
  expect(m.get('a')).toBe(next)
  expect(other.get('x')).toBe(seen[0])
  expect(next).not.toBe(seen[0])
  expect(next.x).toBe(5)
  expect([stateOf(next), revisionOf(next).manager === m.getRevisionManager('a')]).toEqual(['locked', true])
})

test('a recipe that runs again after a lost race is seen again, and what it comes to then', async () => {
  const store = memory()
  const one = await RevisionedMapping.open<string, Point>(store, 'points', { of: Point })
  one.set('a', create(Point))
  await one.flush()
  const other = await RevisionedMapping.open<string, Point>(store, 'points', { of: Point })
  one.update('a', d => void d.y++)
  await one.flush()
  other.update('a', d => void d.x++)
  await other.flush()
  expect(seen.map(({ x, y }) => [x, y])).toEqual([
    [0, 1],
    [1, 0],
    [1, 1],
  ])
  expect(other.get('a')).toBe(seen[2])
})
