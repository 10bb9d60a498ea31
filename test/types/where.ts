/** What may be asked of a collection, by the type of a field; compiled only. */
import { type Container, Immutable, type ImmutableList } from 'varve/immutable'

class Town extends Immutable {
  readonly city: string = ''
  get upper(): string {
    return this.city.toUpperCase()
  }
}

interface Kept {
  readonly a?: number
  readonly either: string | number
  readonly word: 'x' | 'y'
  readonly nullable: { readonly x: number } | null
  readonly optional?: { readonly y?: Date }
  readonly list: readonly string[]
  readonly lists?: string[]
  readonly none: readonly string[] | null
  readonly long: ImmutableList<{ readonly z: number }>
  readonly set: ReadonlySet<bigint>
  readonly map: ReadonlyMap<string, number>
  readonly town: Town
  method(): void
}

declare const all: Container<Kept>

all
  .where({ a: 1 })
  .where({ a: undefined })
  .where({ a: { gt: 1, not: 3 } })
all.where({ either: 'x' }).where({ either: { in: [1, 'x'] } })
all
  .where({ nullable: null })
  .where({ nullable: { not: null } })
  .where({ nullable: { eq: { x: 1 } } })
all.where({ nullable: { x: { lt: 1 } } })
all.where({ optional: undefined }).where({ optional: { y: { lt: new Date(0) } } })
all
  .where({ list: { has: 'a' } })
  .where({ lists: { has: 'a' } })
  .where({ lists: undefined })
all
  .where({ none: null })
  .where({ none: { has: 'a' } })
  .where({ none: { not: null } })
all.where({ long: { has: { z: 1 } } }).where({ long: { size: 1 } })
all
  .where({ set: { has: 1n } })
  .where({ set: { size: { gt: 2 } } })
  .where({ map: { size: 1 } })
all.where({ town: { city: 'Bern' } })

// @ts-expect-error another type
all.where({ a: 'x' })
// @ts-expect-error none of these words
all.where({ word: 'z' })
// @ts-expect-error it is never null
all.where({ list: null })
// @ts-expect-error a list
all.where({ list: ['a'] })
// @ts-expect-error another type of items
all.where({ none: { has: 5 } })
// @ts-expect-error both at once would be fields
all.where({ set: { has: 1n, size: 2 } })
// @ts-expect-error no such field
all.where({ nullable: { y: 1 } })
// @ts-expect-error methods are not stored
all.where({ method: 1 })
