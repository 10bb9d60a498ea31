import { expect, test } from 'vitest'
import { create, edit, finish, Immutable, RevisionedMapping, update } from 'varve/immutable'
import { codeOf } from '../code-of.ts'

class Point extends Immutable {
  readonly x: number
  readonly tags: readonly string[] = ['a']
  constructor(x: number) {
    super()
    this.x = x
  }
}

const equal = { equal: true } as const

test('an update that changes nothing makes another object, unless what is equal is to be the same', () => {
  const point = create(Point, 1)
  expect(update(point, () => {})).not.toBe(point)
  expect(update(point, () => {}, equal)).toBe(point)
  expect(update(point, d => void (d.x = 1), equal)).toBe(point)
  expect(update(point, d => void (d.tags = ['a']), equal)).toBe(point)
  expect(update(point, () => create(Point, 1), equal)).toBe(point)
  expect(update(point, d => void (d.x = 2), equal).x).toBe(2)
  const draft = edit(point)
  draft.x = 1
  expect(finish(draft, equal)).toBe(point)
})

test('in a mapping it makes no revision', () => {
  const points = new RevisionedMapping([['a', create(Point, 1)]])
  const first = points.get('a')!
  expect(points.update('a', d => void (d.x = 1), equal)).toBe(first)
  expect(update(first, () => {}, equal)).toBe(first)
  const manager = points.getRevisionManager('a')
  expect(manager.getNumberOfRevisions()).toBe(1)
  const next = points.update('a', d => void (d.x = 2), equal)
  expect([points.get('a') === next, manager.getNumberOfRevisions()]).toEqual([true, 2])
  expect(codeOf(() => points.update('a', () => {}, { equal: 1 as never }))).toBe('BAD_OPTION')
})

test('a recipe may return another of the class or of one that extends it, and nothing else', () => {
  class Point3 extends Point {
    readonly z = 0
  }
  class Other extends Immutable {
    readonly x = 1
  }
  const point = create(Point, 1)
  expect(update(point, () => create(Point3, 2))).toBeInstanceOf(Point3)
  expect(() => update(point, () => create(Other) as never)).toThrow('returned an instance of Other in the place of one of Point') // prettier-ignore
  expect(codeOf(() => update(point, d => ({ ...d }) as never))).toBe('BAD_RECIPE')
})
