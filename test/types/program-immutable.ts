import {
  create,
  createMany,
  update,
  edit,
  finish,
  immutable,
  Immutable,
  RevisionedMapping,
  RevisionedImmutable,
  ImmutableList,
  ImmutableMap,
  revisionOf,
  type Draft,
} from 'varve/immutable'
import { same as eq } from './same.ts'
class Address extends Immutable {
  readonly city: string = ''
  readonly lines: readonly string[] = []
}
class Person extends Immutable {
  readonly name: string
  readonly age: number
  readonly address: Address = create(Address)
  readonly tags: ImmutableList<string> = ImmutableList.of('a')
  constructor(name: string, age = 0) {
    super()
    this.name = name
    this.age = age
  }
  get adult() {
    return this.age > 17
  }
  rename(name: string) {
    return update<Person>(this, d => {
      d.name = name
    })
  }
  older() {
    return update(this as Person, d => {
      d.age += 1
    })
  }
}
const p = create(Person, 'Ann', 3)
eq<typeof p, Person>(true)
const q = update(p, d => {
  d.name = 'x'
  d.address.city = 'Bern'
  d.address.lines.push('a')
  d.age += 1
})
eq<typeof q, Person>(true)
const r = update(p, d => {
  d.tags.push('x')
})
const q2: Person = p.rename('x').older()
const many = createMany(Person, make => [make('a'), make('b', 2)])
eq<typeof many, Person[]>(true)
const plain = create({ a: 1, list: [1, 2], m: new Map([['a', { b: 1 }]]) })
eq<typeof plain.list, readonly number[]>(true)
const plain2 = update(plain, d => {
  d.list.push(3)
  d.m.get('a')!.b = 2
})
eq<typeof plain2, typeof plain>(true)
{
  using draft = edit(p)
  draft.name = 'z'
  draft.address.city = 'Thun'
  const next = finish(draft)
  const s: Person = next
}
{
  using draft = edit(plain)
  draft.list.push(1)
  const next = finish(draft)
  const s: readonly number[] = next.list
}
@immutable
class Point {
  readonly x: number
  constructor(x: number) {
    this.x = x
  }
}
const P2 = immutable(
  class {
    readonly y = 1
  },
)
const y: number = new P2().y
const pt: Point = new Point(3)
class Box<T> {
  readonly value: T
  constructor(value: T) {
    this.value = value
  }
}
const bx = create(Box<number>, 1)
eq<typeof bx, Box<number>>(true)
const bx2 = create(Box, 1)
class Doc extends RevisionedImmutable {
  readonly title: string = ''
}
const m = new RevisionedMapping<string, Doc>()
m.set('a', create(Doc))
m.update(
  'a',
  d => {
    d.title = 'x'
  },
  { creator: 'ann' },
)
const h = [...m.getRevisionManager('a').getRevisionHistory({ creator: 'x', reversed: true })]
const inf = revisionOf(h[0]!)
inf.manager.rollbackToRevision(h[0]!)
// @ts-expect-error
p.name = 'x'
// @ts-expect-error
p.tags.push('x')
// @ts-expect-error
create(Person)
// @ts-expect-error
create(Person, 3)
update(p, d => {
  // @ts-expect-error
  d.nam = 'x'
})
// A mapped type can't tell a getter from a readonly field: this compiles.
update(p, d => {
  ;(d as { adult: boolean }).adult = true
})
// @ts-expect-error
plain.list.push(3)
