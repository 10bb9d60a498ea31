import { create, createMany, Immutable, ImmutableList, ImmutableMap, update } from 'varve/immutable'
import { goesUnseen, throws, type Attempt } from './attempt.ts'
import { Inner } from './world.ts'

/** Holds anything. */
export class Holder extends Immutable {
  readonly held: any
  constructor(held: unknown) {
    super()
    this.held = held
  }
}

/** By what was put in and is changed afterwards, and by what was kept while a thing was made. */
export const byInputs: readonly Attempt[] = [
  goesUnseen('an object passed to a constructor', w => {
    const mine = { n: 1, deep: [{ n: 1 }] }
    w.also(create(Holder, mine))
    mine.n = mine.deep[0]!.n = 9
  }),
  goesUnseen('an array passed to a constructor', w => {
    const mine = [1, [2]]
    w.also(create(Holder, mine))
    ;(mine[1] as number[]).push(9)
    mine.length = 1
  }),
  goesUnseen('a Map and a Set passed to a constructor', w => {
    const [map, set] = [new Map<string, any>([['a', { n: 1 }]]), new Set<any>([{ n: 1 }])]
    w.also(create(Holder, { map, set }))
    map.get('a').n = 9
    map.set('b', 9)
    set.clear()
  }),
  goesUnseen('bytes passed to a constructor', w => {
    const mine = new Uint8Array([1, 2])
    w.also(create(Holder, mine))
    mine.fill(9)
    new Uint8Array(mine.buffer).fill(8)
  }),
  goesUnseen('a date, a pattern and a URL passed to a constructor', w => {
    const mine = { when: new Date(0), pattern: /a/g, address: new URL('http://a/') }
    w.also(create(Holder, mine))
    mine.when.setTime(9)
    mine.pattern.lastIndex = 9
    mine.address.href = 'http://b/'
  }),
  goesUnseen('an own object passed to a constructor', w => {
    const mine = new Inner()
    w.also(create(Holder, mine))
    Object.assign(mine, { n: 9, added: 1 })
  }),
  goesUnseen('frozen data passed to a constructor, open below', w => {
    const mine = Object.freeze({ list: [1] })
    w.also(create(Holder, mine))
    mine.list.push(9)
  }),
  goesUnseen('a getter on what was passed in', w => {
    let n = 1
    w.also(create(Holder, { get n() { return n } })) // prettier-ignore
    n = 9
  }),
  goesUnseen('a getter in an array that was passed in', w => {
    let n = 1
    w.also(create(Holder, Object.defineProperty([1], 0, { get: () => n, enumerable: true })))
    n = 9
  }),
  goesUnseen('a proxy passed in', w => {
    const mine = { n: [1] }
    try {
      w.also(create(Holder, new Proxy(mine, {})))
    } finally {
      mine.n.push(9)
    }
  }),
  goesUnseen('a proxy passed in that gives something else each time', w => {
    let n = 0
    w.also(create(Holder, new Proxy({ n: 1 }, { get: () => ++n })))
  }),
  goesUnseen('an iterable passed to a list', w => {
    const mine = [{ n: 1 }]
    w.also(ImmutableList.of(...mine))
    w.also(create(ImmutableList<unknown>, mine))
    mine[0]!.n = 9
    mine.push({ n: 2 })
  }),
  goesUnseen('entries passed to a map', w => {
    const mine: [string, any][] = [['a', { n: 1 }]]
    w.also(ImmutableMap.of(mine))
    mine[0]![1].n = 9
    mine[0]![1] = 8
  }),
  goesUnseen('an item pushed', w => {
    const mine = { n: [1] }
    w.also(update(w.list, (draft: any) => void draft.push(mine)))
    mine.n.push(9)
  }),
  goesUnseen('an item pushed to an open list that was then locked', w => {
    const mine = { n: [1] }
    w.also(
      createMany(ImmutableList<unknown>, make => {
        const list = make()
        list.push(mine)
        return list
      }),
    )
    mine.n.push(9)
  }),
  goesUnseen('a value assigned in a recipe', w => {
    const mine = { list: [1] }
    w.also(update(w.thing, (draft: any) => void (draft.name = mine)))
    mine.list.push(9)
  }),
  goesUnseen('a value that a recipe returned', w => {
    const mine = { a: 2, list: [1] }
    w.also(update(w.plain, (): any => mine))
    mine.list.push(9)
  }),
  goesUnseen('what toImmutable gave', w => {
    const mine = { n: [1] }
    class Odd {
      toImmutable(): object {
        return mine
      }
    }
    w.also(create(Holder, new Odd()))
    mine.n.push(9)
  }),

  throws('this, kept by a constructor', w => {
    let kept: any
    class Leaky extends Immutable {
      readonly n = 1
      constructor() {
        super()
        kept = this // oxlint-disable-line typescript/no-this-alias
      }
    }
    w.also(create(Leaky))
    kept.n = 9
  }),
  throws('a method of the object that runs later', async w => {
    let later: Promise<void> | undefined
    class Late extends Immutable {
      readonly n: number = 1
      constructor() {
        super()
        later = Promise.resolve().then(() => void Object.assign(this, { n: 9 }))
      }
    }
    w.also(create(Late))
    await later
  }),
  goesUnseen('data kept by a constructor', w => {
    const kept: any[] = []
    class Leaky extends Immutable {
      readonly list: unknown[] = [1]
      readonly map = new Map([['a', { n: 1 }]])
      readonly inner = new Inner()
      readonly own = new ImmutableList([1])
      constructor() {
        super()
        kept.push(this.list, this.map, this.inner, this.own)
      }
    }
    w.also(create(Leaky))
    const [list, map, inner, own] = kept
    for (const spoil of [() => list.push(9), () => map.clear(), () => (inner.n = 9), () => own.push(9)]) {
      try {
        spoil()
      } catch {
        // Locked in place: as good.
      }
    }
  }),
  throws('the maker of createMany, after it', w => {
    let kept: any
    w.also(
      createMany(Holder, make => {
        kept = make(1)
        return kept
      }),
    )
    kept.held = 9
  }),
  goesUnseen('the maker of createMany, called after it', w => {
    let later: any
    w.also(
      createMany(Holder, make => {
        later = make
        return make(1)
      }),
    )
    later(2)
  }),
  throws('this, kept by afterCreate', w => {
    let kept: any
    class Hooked extends Immutable {
      readonly n = 1
      protected override afterCreate(): void {
        kept = this // oxlint-disable-line typescript/no-this-alias
      }
    }
    w.also(create(Hooked))
    kept.n = 9
  }),
  throws('the draft that beforeUpdate saw', w => {
    let kept: any
    class Hooked extends Immutable {
      readonly n: number = 1
      protected override beforeUpdate(): void {
        kept = this // oxlint-disable-line typescript/no-this-alias
      }
    }
    w.also(update(w.also(create(Hooked)), (draft: any) => void (draft.n = 2)))
    kept.n = 9
  }),
  throws('the object that afterUpdate saw', () => {
    class Hooked extends Immutable {
      readonly n: number = 1
      protected override afterUpdate(): void {
        Object.assign(this, { n: 9 })
      }
    }
    update(create(Hooked), (draft: any) => void (draft.n = 2))
  }),
]
