import { beforeEach, expect, test } from 'vitest'
import { create, createMany, edit, finish, Immutable, stateOf, update } from 'varve/immutable'
import { Address, expectLockedRoot } from './shapes.ts'

const seen: [hook: string, self: Hooked, state: string, n: number][] = []
let failing = ''
beforeEach(() => {
  seen.length = 0
  failing = ''
})

class Hooked extends Immutable {
  readonly n: number = 1
  readonly made: number = 0
  protected override afterCreate(): void {
    hear('afterCreate', this)
    Object.assign(this, { made: 1 })
  }
  protected override beforeUpdate(): void {
    hear('beforeUpdate', this)
    Object.assign(this, { n: this.n * 10 })
  }
  protected override afterUpdate(): void {
    hear('afterUpdate', this)
  }
}

function hear(hook: string, self: Hooked): void {
  seen.push([hook, self, stateOf(self), self.n])
  if (failing === hook) throw new Error(hook)
}

test('no hook is needed, neither after creation nor before or after an update', () => {
  expectLockedRoot(
    update(create(Address), draft => {
      draft.city = 'Thun'
    }),
  )
})

test('afterCreate runs once on the new object while it is still open', () => {
  const one = create(Hooked)
  expect(seen).toEqual([['afterCreate', one, 'transient', 1]])
  expect([one.made, stateOf(one)]).toEqual([1, 'locked'])
  createMany(Hooked, make => [make(), make()])
  expect(seen.map(([hook]) => hook)).toEqual(['afterCreate', 'afterCreate', 'afterCreate'])
})

test('an afterCreate that throws lets its error out, and nothing is locked', () => {
  failing = 'afterCreate'
  expect(() => create(Hooked)).toThrow('afterCreate')
  const made: Hooked[] = []
  expect(() => createMany(Hooked, make => made.push(make()))).toThrow('afterCreate')
  expect(seen.map(([, self]) => stateOf(self))).toEqual(['transient', 'transient'])
})

test('beforeUpdate runs on the draft before the recipe', () => {
  const one = create(Hooked)
  const two = update(one, draft => {
    seen.push(['recipe', draft as unknown as Hooked, stateOf(draft), draft.n])
    draft.n += 1
  })
  expect(seen.map(([hook, , state, n]) => [hook, state, n])).toEqual([
    ['afterCreate', 'transient', 1],
    ['beforeUpdate', 'transient', 1],
    ['recipe', 'transient', 10],
    ['afterUpdate', 'locked', 11],
  ])
  expect(seen[1]![1]).toBe(seen[2]![1])
  expect([one.n, two.n]).toEqual([1, 11])
})

test('afterUpdate runs on the new object once it is locked', () => {
  const one = create(Hooked)
  const two = update(one, () => {})
  expect(seen.at(-1)!.slice(0, 3)).toEqual(['afterUpdate', two, 'locked'])
  expect(seen.at(-1)![1]).toBe(two)
})

test('edit runs beforeUpdate, finish runs afterUpdate; a block left early only the first', () => {
  const one = create(Hooked)
  {
    using _unfinished = edit(one)
  }
  using draft = edit(one)
  expect(finish(draft).n).toBe(10)
  expect(seen.map(([hook]) => hook)).toEqual(['afterCreate', 'beforeUpdate', 'beforeUpdate', 'afterUpdate'])
})

test('an update of a transient object, or of a draft, runs no hooks', () => {
  const one = new Hooked()
  update(one, draft => {
    draft.n = 5
  })
  expect([seen, one.n]).toEqual([[], 5])
  update(create(Hooked), draft => void update(draft, () => {}))
  expect(seen.filter(([hook]) => hook === 'beforeUpdate')).toHaveLength(1)
})

test('a hook that throws on update leaves the old object as it was', () => {
  const one = create(Hooked)
  for (failing of ['beforeUpdate', 'afterUpdate']) {
    expect(() =>
      update(one, draft => {
        draft.n = 5
      }),
    ).toThrow(failing)
    expect([one.n, stateOf(one)]).toEqual([1, 'locked'])
  }
})
