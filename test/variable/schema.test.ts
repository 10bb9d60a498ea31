import { type } from 'arktype'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { isVarveError, Registry } from 'varve'
import { codeOf } from '../code-of.ts'

const registry = () => new Registry()

describe.each([
  ['zod', z.object({ name: z.string().min(1), age: z.number().default(0) })],
  ['valibot', v.object({ name: v.pipe(v.string(), v.minLength(1)), age: v.optional(v.number(), 0) })],
  ['arktype', type({ name: 'string > 0', age: 'number = 0' })],
])('a schema of %s', (_, schema) => {
  test('parses the initial value, set and recipe results', () => {
    const person = registry().watch<typeof schema>('person', { name: 'ann' }, { schema })
    expect(person.value).toEqual({ name: 'ann', age: 0 })
    person.set({ name: 'bo', age: 7 })
    person.update(p => {
      p.age += 1
    })
    expect(person.value).toEqual({ name: 'bo', age: 8 })
    expect(person.lastChange().patches).toEqual([{ op: 'replace', path: ['age'], value: 8 }])
  })

  test('rejects with the issues and their paths, and nothing is recorded', () => {
    const person = registry().watch<typeof schema>('person', { name: 'ann' }, { schema })
    let caught: unknown
    try {
      person.update(p => {
        p.name = ''
      })
    } catch (error) {
      caught = error
    }
    if (!isVarveError(caught, 'REJECTED')) throw caught
    expect(caught.details.issues.map(issue => issue.path)).toEqual([['name']])
    expect(codeOf(() => person.set({ name: 3 } as never))).toBe('REJECTED')
    expect(codeOf(() => registry().watch<typeof schema>('bad', { name: '' }, { schema }))).toBe('REJECTED')
    expect(person.history().length).toBe(1)
  })

  test('does not parse what rollback, undo and redo bring back', () => {
    const person = registry().watch<typeof schema>('person', { name: 'ann' }, { schema }).set({ name: 'bo' })
    expect(person.rollback(0).undo().redo().value.name).toBe('ann')
  })
})

test('a schema whose output is no input works: only set and recipes are parsed', () => {
  const n = registry().watch('n', '5', { schema: z.string().transform(Number) })
  expect(n.value).toBe(5)
  n.set('6').update(x => String(x + 1))
  expect(n.value).toBe(7)
  expect(n.undo().undo().redo().rollback(0).value).toBe(5)
  expect(codeOf(() => n.set(6 as never))).toBe('REJECTED')
})

describe('a schema that does not take its own output', () => {
  const shout = z.object({ a: z.string().transform(a => `${a}!`), n: z.number() })
  const dated = z.object({ at: z.string().transform(text => new Date(text)), tags: z.array(z.string()) })

  test('leaves an edited draft as it is, and parses what is set or returned', () => {
    const loud = registry().watch('loud', { a: '1', n: 0 }, { schema: shout })
    loud.update(d => {
      d.n = 1
    })
    expect(loud.value).toEqual({ a: '1!', n: 1 })
    expect(loud.lastChange().patches).toEqual([{ op: 'replace', path: ['n'], value: 1 }])
    loud.update(d => ({ ...d, n: 2 }))
    expect(loud.value).toEqual({ a: '1!!', n: 2 })
  })

  test('does not stand in the way of edits, also where the first value did not show it', () => {
    const event = registry().watch('event', { at: '2026-01-01', tags: [] }, { schema: dated })
    event.update(d => {
      d.tags.push('x')
      d.at.setUTCFullYear(2027)
    })
    expect([event.value.tags, event.value.at.getUTCFullYear()]).toEqual([['x'], 2027])
    const maybe = z.object({
      at: z
        .string()
        .transform(text => new Date(text))
        .optional(),
      n: z.number(),
    })
    const later = registry().watch('later', { n: 0 }, { schema: maybe })
    later.set({ n: 1, at: '2026-01-01' })
    later.update(d => {
      d.n = 2
    })
    expect(later.value.n).toBe(2)
  })

  test('still leaves the draft to the validators', () => {
    const loud = registry().watch('loud', { a: '1', n: 0 }, { schema: shout, validators: [v => v.n < 5] })
    expect(codeOf(() => loud.update(d => void (d.n = 9)))).toBe('REJECTED')
  })
})

test('a schema trims what a draft brings, where it takes its own output', () => {
  const schema = z.object({ name: z.string().trim() })
  const person = registry().watch('person', { name: ' ann ' }, { schema })
  person.update(p => {
    p.name = ' bo '
  })
  expect(person.value).toEqual({ name: 'bo' })
})

test('a schema sees real Maps, Sets and Dates, also where a snapshot is put back', () => {
  const schema = z.object({ m: z.map(z.string(), z.number()), s: z.set(z.string()), d: z.date() })
  const rich = registry().watch(
    'rich',
    { m: new Map([['a', 1]]), s: new Set(['x']), d: new Date(0) },
    { schema },
  )
  rich.set({ ...rich.value, d: new Date(5) } as never)
  rich.update(r => {
    r.m.set('b', 2)
    r.d.setTime(9)
  })
  expect([...rich.value.m, rich.value.d.getTime()]).toEqual([['a', 1], ['b', 2], 9])
})

test('an asynchronous schema and validator are refused', () => {
  const schema = z.number().refine(async n => n > 0)
  expect(codeOf(() => registry().watch('n', 1, { schema }))).toBe('BAD_OPTION')
  const promising = [async () => 'no'] as never
  expect(codeOf(() => registry().watch('n', 1, { validators: promising }))).toBe('BAD_OPTION')
})

test('order: intercept, schema, validators, record, listeners', () => {
  const seen: string[] = []
  const n = registry().watch('n', '1', {
    intercept: (value, { previous, info, variable }) => {
      seen.push(`intercept ${String(value)} after ${previous} of ${variable} by ${info.creator}`)
      return value
    },
    schema: z.string().transform(text => (seen.push(`schema ${text}`), Number(text))),
    validators: [value => void seen.push(`validator ${value}`)],
    onChange: (_, revision) => seen.push(`listener ${revision.value}`),
  })
  seen.length = 0
  n.set('2', { creator: 'ann' })
  expect(seen).toEqual(['intercept 2 after 1 of n by ann', 'schema 2', 'validator 2', 'listener 2'])
})

test('intercept may change what comes, for set and update only', () => {
  const n = registry().watch('n', 1.4, { intercept: value => Math.round(value) })
  expect(n.value).toBe(1.4)
  expect(n.set(2.6).value).toBe(3)
  expect(n.update(x => x + 0.7).value).toBe(4)
  expect(n.rollback(0).value).toBe(1.4)
})
