import { describe, expect, test } from 'vitest'
import { isVarveError } from 'varve'
import type { Attempt } from './breaking/attempt.ts'
import { onClasses } from './breaking/classes.ts'
import { byInputs } from './breaking/inputs.ts'
import { byMethods } from './breaking/methods.ts'
import { onProperties } from './breaking/properties.ts'
import { byDrafts } from './breaking/drafts.ts'
import { fingerprint as look } from './breaking/fingerprint.ts'
import { newWorld } from './breaking/world.ts'

const tables: Readonly<Record<string, readonly Attempt[]>> = {
  'by properties': onProperties,
  'by methods, and by what was read': byMethods,
  'by what was put in, or kept meanwhile': byInputs,
  'by drafts': byDrafts,
  'by classes and revisions': onClasses,
}

describe.each(Object.entries(tables))('what is locked cannot be changed %s', (_, attempts) => {
  for (const { name, ends, attempt } of attempts) {
    test(`${name} ${ends}`, async () => {
      const world = newWorld()
      const outcome = await outcomeOf(() => attempt(world))
      if (ends === 'throws') expect(outcome).toBe('refused')
      if (ends === 'answers false') expect(outcome).toBe(false)
      expect(world.changed()).toEqual([])
    })
  }
})

/** `refused` where the lock is what threw, not a slip of the attempt. */
async function outcomeOf(attempt: () => unknown): Promise<unknown> {
  try {
    return await attempt()
  } catch (error) {
    if (isVarveError(error, 'LOCKED', 'DRAFT_CLOSED')) return 'refused'
    const isSlip = /is not a function|is not iterable|of undefined|of null/.test(String(error))
    return error instanceof TypeError && !isSlip ? 'refused' : error
  }
}

test('no two attempts have the same name', () => {
  const names = Object.values(tables).flatMap(attempts => attempts.map(({ name }) => name))
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
  expect(names.length).toBeGreaterThan(150)
})

test('the way of looking sees a change wherever it is', () => {
  const value: any = { a: [1], map: new Map([['k', { n: 1 }]]), set: new Set([1]), when: new Date(0), f() {} }
  const changes: (() => unknown)[] = [
    () => value.a.push(2),
    () => (value.map.get('k').n = 2),
    () => value.set.add(2),
    () => value.when.setTime(9),
    () => (value.f = () => {}),
    () => Object.freeze(value.a),
    () => Object.setPrototypeOf(value, null),
    () => Object.defineProperty(value, 'a', { enumerable: false }),
    () => delete value.when,
  ]
  let before = look(value)
  for (const change of changes) {
    change()
    expect(look(value)).not.toBe(before)
    before = look(value)
  }
})
