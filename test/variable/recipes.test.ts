import { expect, test } from 'vitest'
import { nothing, Registry } from 'varve'
import { codeOf } from '../code-of.ts'

const watched = () => new Registry().watch('cart', { items: ['pear'], total: 3, when: new Date(0) })

test('a draft that escaped is closed, for reading and for writing', () => {
  const cart = watched()
  let escaped: { items: string[]; total: number } | undefined
  let inner: string[] | undefined
  cart.update(draft => {
    escaped = draft
    inner = draft.items
    draft.total = 4
  })
  expect(codeOf(() => escaped!.total)).toBe('DRAFT_CLOSED')
  expect(codeOf(() => inner!.push('leak'))).toBe('DRAFT_CLOSED')
  expect(cart.value).toMatchObject({ items: ['pear'], total: 4 })
})

test('a recipe that throws leaves nothing behind', () => {
  const cart = watched()
  const before = cart.value
  const failing = () =>
    cart.update(draft => {
      draft.items.push('fig')
      draft.when.setTime(9)
      throw new Error('no')
    })
  expect(failing).toThrow('no')
  expect(cart.value).toBe(before)
  expect(cart.history().length).toBe(1)
})

test('a recipe edits its draft or returns the next value, never both, never a promise', () => {
  const cart = watched()
  cart.update(draft => ({ ...draft, total: 5 }))
  expect(cart.value).toMatchObject({ items: ['pear'], total: 5 })
  const both = () =>
    cart.update(draft => {
      draft.total = 6
      return { ...draft, total: 7 }
    })
  expect(codeOf(both)).toBe('BAD_RECIPE')
  expect(
    codeOf(() => cart.update((async (draft: { total: number }) => void (draft.total = 8)) as never)),
  ).toBe('BAD_RECIPE')
  expect([cart.value.total, cart.history().length]).toEqual([5, 2])
})

test('nothing makes undefined where there was a draft; a primitive takes what is returned', () => {
  const user = new Registry().watch('user', { name: 'ann' } as { name: string } | undefined)
  expect(user.update(() => nothing).value).toBeUndefined()
  const n = new Registry().watch('n', 1)
  expect(n.update(x => x + 1).value).toBe(2)
})

test('a Date is edited like anything else, and at the root too', () => {
  const cart = watched()
  cart.update(draft => {
    draft.when.setTime(5)
  })
  expect([cart.value.when.getTime(), cart.at(0).when.getTime()]).toEqual([5, 0])
  const when = new Registry().watch('when', new Date(0))
  when.update(date => void date.setTime(7))
  when.value.setTime(99)
  expect([when.value.getTime(), when.at(0).getTime()]).toEqual([7, 0])
})

test('what changed is recorded as rows, and nothing else', () => {
  const cart = watched()
  cart.update(draft => {
    draft.items.push('fig')
    draft.items.push('plum')
    draft.total = 3
  })
  expect(cart.lastChange().patches).toEqual([
    { op: 'splice', path: ['items'], index: 1, remove: 0, insert: ['fig', 'plum'] },
  ])
  cart.update(() => {})
  expect([cart.lastChange().patches, cart.history().length]).toEqual([[], 3])
})
