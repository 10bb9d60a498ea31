import { watch, type Snapshot } from 'varve'
import { same } from './same.ts'

class Money {
  constructor(
    private cents: number,
    readonly currency: string,
  ) {}
  plus(other: Money): Money {
    return new Money(this.cents + other.cents, this.currency)
  }
}
interface Tree {
  name: string
  children: Tree[]
}
type Json = string | number | boolean | null | Json[] | { [key: string]: Json }
type UserId = string & { readonly __brand: 'UserId' }
enum Colour {
  Red,
  Green,
}
interface Everything {
  id: UserId
  tags: string[]
  pair: [number, string[]]
  rest: [string, ...number[]]
  map: Map<string, { x: number[] }>
  set: Set<{ y: number }>
  date: Date
  bytes: Uint8Array
  price: Money
  tree: Tree
  json: Json
  any: any
  unknown: unknown
  opt?: { z: number }
  nul: { q: number } | null
  u: 'a' | 'b'
  c: Colour
  re: RegExp
  url: URL
  err: Error
  rec: Record<string, number[]>
  ro: readonly { a: number[] }[]
}
declare const everything: Everything
const variable = watch('everything', everything)
const value = variable.value

// Deeply readonly by every door, and nothing else changed.
same<typeof value.tags, readonly string[]>(true)
same<typeof value.pair, readonly [number, readonly string[]]>(true)
same<typeof value.rest, readonly [string, ...number[]]>(true)
same<typeof value.map, ReadonlyMap<string, { readonly x: readonly number[] }>>(true)
same<typeof value.set, ReadonlySet<{ readonly y: number }>>(true)
same<typeof value.date, Date>(true)
same<typeof value.bytes, Uint8Array>(true)
same<typeof value.price, Money>(true)
same<typeof value.any, any>(true)
same<typeof value.unknown, unknown>(true)
same<typeof value.id, UserId>(true)
same<typeof value.u, 'a' | 'b'>(true)
same<typeof value.c, Colour>(true)
same<typeof value.re, RegExp>(true)
same<typeof value.url, URL>(true)
same<typeof value.nul, { readonly q: number } | null>(true)
same<Snapshot<any>, any>(true)
same<Snapshot<unknown>, unknown>(true)
same<Snapshot<never>, never>(true)
same<Snapshot<object>, object>(true)
const children: readonly Snapshot<Tree>[] = value.tree.children[0]!.children
const error: Error = value.err
void [children, error, value.price.plus(value.price)]

// @ts-expect-error
value.tags.push('x')
// @ts-expect-error
value.pair[1].push('x')
// @ts-expect-error
value.map.set('x', { x: [] })
// @ts-expect-error
value.set.add({ y: 1 })
// @ts-expect-error
value.tree.children[0]!.name = 'x'
// @ts-expect-error
value.opt!.z = 1
// @ts-expect-error
value.rec['a'] = []

// What was read may be given back, whole or spread; so may what was given.
variable.set(value)
variable.value = value
variable.value = everything
variable.update(() => value)
variable.update(draft => ({ ...draft, tags: [] }))

const json = watch('json', null as Json)
json.value = { a: [1, { b: null }] }
json.update(draft => {
  if (typeof draft === 'object' && draft && !Array.isArray(draft)) draft['a'] = [1]
})
