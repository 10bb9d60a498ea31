import { update as updatePlain } from 'varve'
import {
  copy,
  create,
  createMany,
  edit,
  finish,
  Immutable,
  immutable,
  ImmutableList,
  ImmutableMap,
  ImmutableSet,
  isImmutable,
  RevisionedImmutable,
  RevisionedMapping,
  revisionOf,
  roleOf,
  stateOf,
  update,
  type DraftOf,
  type ListDraft,
  type RevisionInfo,
  type RevisionManager,
} from 'varve/immutable'
import { same } from './same.ts'

class Street extends Immutable {
  readonly name: string = ''
  readonly numbers: readonly number[] = []
}
class City extends Immutable {
  readonly name: string
  readonly main: Street = create(Street)
  readonly streets: ImmutableList<Street> = ImmutableList.of()
  readonly byName: ReadonlyMap<string, Street> = new Map()
  readonly signs: ReadonlySet<string> = new Set()
  readonly founded: Date = new Date(0)
  readonly mayor: string | null = null
  readonly twin?: Street
  constructor(name: string) {
    super()
    this.name = name
  }
  get label(): string {
    return this.name.toUpperCase()
  }
  renamed(name: string): City {
    return update(this as City, draft => {
      draft.name = name
    })
  }
}
declare const city: City

// A draft: fields of the class and of the classes in it are writable, getters and methods stay.
declare const draft: DraftOf<City>
draft.name = 'x'
draft.main.name = 'x'
draft.main.numbers.push(1)
draft.signs.add('x')
draft.byName.get('x')!.name = 'x'
draft.founded.setFullYear(1191)
draft.mayor = null
draft.twin = draft.main
delete draft.twin
same<typeof draft.label, string>(true)
same<ReturnType<typeof draft.renamed>, City>(true)
same<DraftOf<{ readonly list: readonly number[] }>, { list: number[] }>(true)
same<DraftOf<ImmutableList<string>>, ListDraft<string>>(true)
// @ts-expect-error
draft.main.nam = 'x'
// @ts-expect-error
draft.mayor = 3

// Out of everything comes the class itself, deeply readonly.
const next = update(city, d => {
  d.main.numbers.push(1)
})
same<typeof next, City>(true)
same<typeof next.main, Street>(true)
same<typeof next.main.numbers, readonly number[]>(true)
// @ts-expect-error
next.name = 'x'
// @ts-expect-error
next.main.name = 'x'
// @ts-expect-error
next.main.numbers.push(1)
// @ts-expect-error
next.signs.add('x')
// @ts-expect-error
next.byName.set('x', create(Street))
// @ts-expect-error
next.streets.push(create(Street))
// @ts-expect-error
next.label = 'x'

// A recipe edits, or returns the next value; nothing else.
update(city, () => create(City, 'x'))
update(city, d => d)
// @ts-expect-error a number is no city
update(city, d => d.main.numbers.push(1))
// @ts-expect-error
update(city, () => create(Street))
// @ts-expect-error a promise is no city
update(city, async d => {
  d.name = 'x'
})
update(city, () => {}, { creator: 'ann', comment: 'why' })
update(city, () => {}, 'label')
// @ts-expect-error
update(city, () => {}, { creater: 'ann' })
// @ts-expect-error
update(3, () => {})
// Also where what is around it takes anything.
declare function taking<T>(value: T): void
taking(() => update(city, d => void (d.name = 'x')))
taking(update(city, d => void (d.name = 'x')))

// create takes what the constructor takes.
same<ReturnType<typeof makeCity>, City>(true)
const makeCity = () => create(City, 'Bern')
// @ts-expect-error
create(City)
// @ts-expect-error
create(City, 3)
// @ts-expect-error
create(City, 'Bern', 1)
const plain = create({ a: 1, list: [{ n: 1 }], map: new Map([['a', [1]]]), set: new Set(['x']) })
same<typeof plain.list, readonly { readonly n: number }[]>(true)
same<typeof plain.map, ReadonlyMap<string, readonly number[]>>(true)
// @ts-expect-error
plain.a = 2
// @ts-expect-error
plain.list[0]!.n = 2
// @ts-expect-error
plain.set.add('y')
class Pair<A, B> extends Immutable {
  readonly a: A
  readonly b: B
  constructor(a: A, b: B) {
    super()
    this.a = a
    this.b = b
  }
}
same<typeof pair, Pair<number, string>>(true)
const pair = create(Pair<number, string>, 1, 'x')
// @ts-expect-error
create(Pair<number, string>, 'x', 1)
update(pair, d => {
  d.a = 2
})

// createMany gives what its function returned.
const many = createMany(City, make => ({ all: [make('a'), make('b')], first: make('c') }))
same<typeof many, { all: City[]; first: City }>(true)
// @ts-expect-error
createMany(City, make => make(1))
// @ts-expect-error
createMany(City, make => make())
same<ReturnType<typeof nobody>, undefined>(true)
const nobody = () => createMany(City, make => void make('a'))

// Lists: `of` gives one that is read, `new` and drafts one that is written.
const list = ImmutableList.of(1, 2)
same<typeof list, ImmutableList<number>>(true)
same<ReturnType<typeof list.at>, number | undefined>(true)
same<ReturnType<typeof list.toArray>, number[]>(true)
const texts: string[] = list.map(n => `${n}`)
const listed: number[] = [...list]
const other: ImmutableList<number> = list.with(0, 3)
const longer = update(list, d => {
  d.push(3)
  d.set(0, 1)
  d.splice(0, 1, 4)
  d.sort((a, b) => a - b)
})
const read: number | undefined = longer.at(0)
// @ts-expect-error
list.push(3)
// @ts-expect-error
list.size = 0
// @ts-expect-error
list.with(0, 'x')
update(list, d => {
  // @ts-expect-error
  d.push('x')
})
const openList = new ImmutableList([1])
same<typeof openList, ListDraft<number>>(true)
openList.push(2)
// @ts-expect-error
openList.push('x')
const nested = ImmutableList.of({ tags: ['a'] })
update(nested, d => {
  d.at(0)!.tags.push('b')
})

// Maps and sets the same.
const map = ImmutableMap.of([['a', { n: 1 }]])
update(map, d => {
  d.get('a')!.n = 2
  d.set('b', { n: 1 })
})
const more = map.with('b', { n: 1 }).without('a')
same<typeof more, ImmutableMap<string, { n: number }>>(true)
// @ts-expect-error
map.set('b', { n: 1 })
// @ts-expect-error
map.with(1, { n: 1 })
const openMap: Map<string, number> = new ImmutableMap([['a', 1]])
const set = ImmutableSet.of([1])
update(set, d => {
  d.add(2)
})
// @ts-expect-error
set.add(2)
// @ts-expect-error
set.with('x')
const openSet: Set<number> = new ImmutableSet([1])

// A block: the draft is written, what finish gives is read.
{
  using d = edit(city)
  d.main.numbers.push(1)
  d.name = 'x'
  const done = finish(d, { creator: 'ann' })
  same<typeof done, City>(true)
  // @ts-expect-error
  done.name = 'y'
}
{
  using d = edit(list)
  d.push(1)
  const done: ImmutableList<number> = finish(d)
  // @ts-expect-error
  d.push('x')
}
// @ts-expect-error what is no draft cannot be finished
finish(city)

// The class that immutable gives is the class it was given.
class Point {
  readonly x: number
  static origin: Point = new Point(0)
  constructor(x: number) {
    this.x = x
  }
}
const Locked = immutable(Point)
same<typeof Locked, typeof Point>(true)
const x: number = new Locked(1).x + Locked.origin.x
// @ts-expect-error
new Locked('x')
// @ts-expect-error
immutable({})
@immutable
class Marked {
  readonly y: number = 1
  twice(): number {
    return this.y * 2
  }
}
const twice: number = new Marked().twice()

// What is asked of anything.
same<ReturnType<typeof stateOf>, 'transient' | 'locked' | 'retired' | 'deleted'>(true)
const role: 'root' | 'part' = roleOf(city)
const locked: boolean = isImmutable(3)
const again: City = copy(city)
// @ts-expect-error
stateOf(3)

// Revisions.
class Doc extends RevisionedImmutable {
  readonly title: string = ''
  readonly notes: readonly string[] = []
}
const docs = new RevisionedMapping<string, Doc>([['a', create(Doc)]])
same<ReturnType<typeof docs.get>, Doc | undefined>(true)
docs.set('a', create(Doc)).replace('b', create(Doc))
const updated: Doc = docs.update('a', d => {
  d.notes.push('x')
})
const gone: boolean = docs.delete('a', { creator: 'ann', comment: 'why' })
for (const [key, doc] of docs) same<[typeof key, typeof doc], [string, Doc]>(true)
const manager: RevisionManager<Doc> = docs.getRevisionManager('a')
same<ReturnType<typeof manager.getCurrentRevision>, Doc | undefined>(true)
same<ReturnType<typeof manager.getRevision>, Doc | undefined>(true)
for (const doc of manager.getRevisionHistory({
  creator: 'x',
  startBefore: new Date(),
  batchSize: 2,
  dropped: true,
}))
  same<typeof doc, Doc>(true)
manager.rollbackToRevision(3, { activate: false })
manager.addRevision(create(Doc), updated)
const info: RevisionInfo<Doc> = revisionOf(updated)
const end: Date | null = info.end
const back: RevisionManager<Doc> = info.manager
// @ts-expect-error
docs.set(1, create(Doc))
// @ts-expect-error
docs.set('a', create(City, 'x'))
docs.update('a', d => {
  // @ts-expect-error
  d.titel = 'x'
})
// @ts-expect-error
docs.get('a')!.title = 'x'
// @ts-expect-error
docs.size = 0
// @ts-expect-error
manager.getRevisionHistory({ label: 'x' })
// @ts-expect-error
manager.rollbackToRevision('x')
// @ts-expect-error
info.version = 3
const things = new RevisionedMapping<number, { list: number[] }>()
things.set(1, { list: [1] })
things.update(1, d => {
  d.list.push(2)
})

// The plain engine knows own classes as what they are.
const inPlain = updatePlain({ city }, d => {
  d.city.name = 'x'
  d.city.main.numbers.push(1)
})
const held: City = inPlain.city

// What comes of an update of a locked Map or Set is one.
{
  const map = update(ImmutableMap.of([['a', 1]]), d => void d.set('b', 2))
  const more: ImmutableMap<string, number> = map.with('c', 3).without('a')
  void more
}
