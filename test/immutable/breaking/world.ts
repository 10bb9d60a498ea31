import { create, Immutable, immutable, ImmutableList, ImmutableMap, ImmutableSet } from 'varve/immutable'
import { fingerprint } from './fingerprint.ts'

export class Inner extends Immutable {
  readonly n: number = 1
  readonly list: readonly number[] = [1, 2]
}
class Base extends Immutable {
  readonly inherited: string = 'base'
  get shout(): string {
    return `${this.inherited}!`
  }
}
export class Thing extends Base {
  readonly name: string = 'thing'
  readonly inner: Inner = new Inner()
  readonly items: readonly { readonly n: number }[] = [{ n: 1 }, { n: 2 }]
  readonly when: Date = new Date(0)
  readonly bytes: Uint8Array = new Uint8Array([1, 2, 3])
  readonly pattern: RegExp = /a/g
  readonly address: URL = new URL('http://a/')
  readonly list: ImmutableList<{ n: number }> = ImmutableList.of({ n: 1 }, { n: 2 })
  readonly map: ImmutableMap<string, { n: number }> = ImmutableMap.of([['a', { n: 1 }]])
  readonly set: ImmutableSet<unknown> = ImmutableSet.of<unknown>([1, { n: 1 }])
  set label(text: string) {
    Object.assign(this, { name: text })
  }
  rename(text: string): void {
    ;(this as { name: string }).name = text
  }
  hand(): Inner {
    return this.inner
  }
}

const sharedClass = () =>
  immutable(
    class Shared {
      static limits: unknown = { max: [1, 2], table: new Map([['a', { n: 1 }]]) }
      static count = 0
      static {
        Object.assign(this.prototype, { defaults: { list: [1] } })
      }
      readonly x: number = 1
      rename(): void {
        ;(this as { x: number }).x = 9
      }
    },
  )

/** All that attempts are made on, which no attempt may change. */
export interface World {
  readonly thing: any
  readonly list: any
  readonly map: any
  readonly set: any
  readonly plain: any
  readonly Shared: any
  readonly shared: any
  /** Watches another thing too, as it is now. */
  readonly also: (one: unknown) => any
}

export function newWorld(): World & { changed(): unknown[] } {
  const watched: [unknown, string][] = []
  const also = (one: unknown): any => {
    watched.push([one, fingerprint(one)])
    return one
  }
  const Shared = sharedClass()
  return {
    thing: also(create(Thing)),
    list: also(ImmutableList.of<unknown>({ n: 1 }, [1, 2], new Inner(), 3, new Date(0))),
    map: also(ImmutableMap.of<string, unknown>([['a', { n: 1 }], ['b', [1]], ['when', new Date(0)]])), // prettier-ignore
    set: also(ImmutableSet.of<unknown>([1, { n: 1 }, new Date(0)])),
    plain: also(
      create({
        a: 1,
        inner: { n: 1 },
        items: [3, 1, 2],
        nested: [[1], { n: 1 }],
        when: new Date(0),
        map: new Map([['a', { n: 1 }]]),
        set: new Set<unknown>([1, { n: 1 }]),
      }),
    ),
    Shared: also(Shared),
    shared: also(new Shared()),
    also,
    changed: () => watched.filter(([one, before]) => fingerprint(one) !== before).map(([one]) => one),
  }
}
