import { expect, test } from 'vitest'
import { HeldVersions } from '../../src/immutable/held-versions.ts'

const objects = Array.from({ length: 1_000 }, (_, n) => ({ n }))

test('what nobody asked for is remembered up to a bound', () => {
  const held = new HeldVersions()
  for (const object of objects) held.add(object.n, object, false)
  const found = objects.filter(object => held.get(object.n) === object)
  expect(found.length).toBe(64)
})

test('what somebody asked for is remembered as long as it is held', () => {
  const held = new HeldVersions()
  for (const object of objects) held.add(object.n, object, true)
  expect(objects.every(object => held.get(object.n) === object)).toBe(true)
  held.delete(7)
  expect(held.get(7)).toBeUndefined()
})
