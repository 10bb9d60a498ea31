import { expect, test } from 'vitest'
import { create, edit, finish, ImmutableList, isImmutable, stateOf, update } from 'varve/immutable'
import { errorOf } from '../../value/around.ts'
import { Address, Box, expectLockedPart, expectLockedRoot, Person } from './shapes.ts'

test('an update gives a new locked root and leaves the old one as it was', () => {
  const ann = create(Person)
  const older = update(ann, draft => {
    draft.age = 42
    draft.address.lines.push('b')
  })
  expect(older).not.toBe(ann)
  expect([older.age, older.address.lines, older.adult]).toEqual([42, ['a', 'b'], true])
  expect([ann.age, ann.address.lines, ann.adult]).toEqual([3, ['a'], false])
  expect(older).toBeInstanceOf(Person)
  expectLockedRoot(older)
})

test('an update that changes nothing gives a new object all the same', () => {
  const ann = create(Person)
  const same = update(ann, () => {})
  expect(same).not.toBe(ann)
  expect(same).toEqual(ann)
  expectLockedRoot(same)
})

test('an update inside a recipe works on the draft itself and gives it back', () => {
  const box = create(Box, 1)
  const next = update(box, draft => {
    draft.value = 42
    const inner: typeof draft = update(draft, again => {
      again.value = 84
    })
    expect(inner).toBe(draft)
    expect(inner.value).toBe(84)
    inner.value = 100
    draft.value = 99
    expect(inner.value).toBe(99)
    expect(stateOf(inner)).toBe('transient')
  })
  expect([box.value, next.value]).toEqual([1, 99])
  expectLockedRoot(next)
})

test('an update of a transient object works on that object and gives it back', () => {
  const person = new Person()
  const same = update(person, draft => {
    draft.age = 42
  })
  expect(same).toBe(person)
  expect(person.age).toBe(42)
  expect(stateOf(person)).toBe('transient')
})

test('a part cannot be updated by itself: NOT_ROOT, however it came in', () => {
  const box = update(create(Box, new Address()), draft => {
    draft.value = { made: draft.value, put: create(Address), open: { list: [1] } }
  })
  const { made, put, open } = box.value
  for (const part of [made, put, open, open.list, create(Person).address, create(Person).tags]) {
    errorOf('NOT_ROOT', () => update(part, () => {}))
    errorOf('NOT_ROOT', () => edit(part))
  }
})

test('a recipe that throws lets its error out and leaves nothing behind', () => {
  const ann = create(Person)
  const failing = () =>
    update(ann, draft => {
      draft.age = 42
      draft.address.lines.push('b')
      throw new RangeError('no')
    })
  expect(failing).toThrow(RangeError)
  expect([ann.age, ann.address.lines]).toEqual([3, ['a']])
  expectLockedRoot(ann)
})

test('while its draft is open the original stays locked', () => {
  const box = create(Box, 1)
  update(box, draft => {
    draft.value = 2
    expect(() => Object.assign(box, { value: 3 })).toThrow(TypeError)
    expect([box.value, stateOf(box)]).toEqual([1, 'locked'])
  })
})

test('what an update touched is another object, what it did not touch is shared', () => {
  const before = create(Box, { question: new Box(1), other: new Box(2) })
  const after = update(before, draft => {
    draft.value.question.value = 42
  })
  expect(after.value.question).not.toBe(before.value.question)
  expect([before.value.question.value, after.value.question.value]).toEqual([1, 42])
  expect(after.value.other).toBe(before.value.other)
})

test('what was put into a draft can be edited there, and is locked with it', () => {
  const box = update(create(Box), draft => {
    draft.value = new Box()
    draft.value.value = 42
  })
  expect(box.value).toBeInstanceOf(Box)
  expect(box.value.value).toBe(42)
  expectLockedPart(box.value)
})

test('a recipe may return the next value, but not edit too: BAD_RECIPE', () => {
  const box = create(Box, 1)
  expect(update(box, () => create(Box, 2)).value).toBe(2)
  expect([...update(ImmutableList.of(1), () => ImmutableList.of(2, 3))]).toEqual([2, 3])
  errorOf('BAD_RECIPE', () =>
    update(box, draft => {
      draft.value = 3
      return create(Box, 4)
    }),
  )
})

test('a recipe that gives a promise is refused: BAD_RECIPE', () => {
  const box = create(Box, 1)
  // @ts-expect-error a promise is no box
  errorOf('BAD_RECIPE', () => update(box, async () => {}))
  expect(box.value).toBe(1)
})

test('a block with edit changes nothing unless finish is called in it', () => {
  const ann = create(Person)
  let kept: unknown
  {
    using draft = edit(ann)
    draft.age = 42
    kept = draft
  }
  errorOf('DRAFT_CLOSED', () => Object.assign(kept as object, { age: 43 }))
  using draft = edit(ann)
  draft.name = 'Bea'
  const bea = finish(draft)
  expect([ann.name, ann.age, bea.name, bea.age]).toEqual(['Ann', 3, 'Bea', 3])
  expect(isImmutable(bea)).toBe(true)
})
