import fc from 'fast-check'
import { Immutable, ImmutableList, type ListDraft } from 'varve/immutable'
import { adoptClass, isOwnPrototype } from '../../src/value/own-class.ts'
import { register } from '../../src/value/register.ts'

/** Accessors are called like keys that commands assign, so that these meet them. */
export class Pin extends Immutable {
  a: unknown = 0
  to: unknown = null
  get b(): unknown {
    return this.to
  }
  set b(value: unknown) {
    this.to = value
  }
  get twice(): unknown[] {
    return [this.a, this.a]
  }
  mark(value: unknown): void {
    this.a = value
  }
}

/** Inherits fields and accessors, holds a leaf, and has a getter to which nothing can be assigned. */
export class Stamp extends Pin {
  when: unknown = new Date(0)
  get length(): number {
    return Object.keys(this).length
  }
  override mark(value: unknown): void {
    super.mark(value)
    if (this.when instanceof Date) this.when.setTime(7)
  }
}

/** Extends nothing, cannot be made without an argument, and changes what is in it by a setter and a method. */
export class Shelf {
  items: unknown
  constructor(items: Iterable<unknown>) {
    this.items = new ImmutableList(items)
  }
  get m(): unknown {
    return this.items
  }
  set m(item: unknown) {
    this.items = new ImmutableList([this.items, item])
  }
  mark(value: unknown): void {
    if (isList(this.items)) this.items.push(value)
    else this.m = value
  }
}

adoptClass(Shelf.prototype)
register(Pin, { tag: 'test.Pin' })
register(Stamp, { tag: 'test.Stamp' })
register(Shelf, { tag: 'test.Shelf' })

/** Something with a method that changes it. */
export type Marked = Pin | Stamp | Shelf

/** Instances of own classes around a value. */
export const instances = (value: fc.Arbitrary<unknown>): fc.Arbitrary<object> =>
  fc.oneof(
    fc.tuple(value, value).map(([a, to]) => Object.assign(new Pin(), { a, to })),
    fc.tuple(value, fc.nat(9)).map(([to, time]) => Object.assign(new Stamp(), { to, when: new Date(time) })),
    fc.array(value, { maxLength: 3 }).map(items => new Shelf(items)),
  )

/** Lists of a value; now and then one of several leaves, as its tree has them. */
export const lists = (value: fc.Arbitrary<unknown>): fc.Arbitrary<ListDraft<unknown>> =>
  fc
    .tuple(fc.array(value, { maxLength: 5 }), fc.constantFrom(0, 0, 0, 31, 70))
    .map(([items, more]) => new ImmutableList([...items, ...new Array<number>(more).fill(3)]))

/** Tells lists, drafts of them and transient ones included. */
export const isList = (value: unknown): value is ListDraft<unknown> =>
  value instanceof (ImmutableList as never as new () => object)

/** Tells instances of own classes, and drafts of them. */
export const isInstance = (value: unknown): value is Marked =>
  typeof value === 'object' && value !== null && isOwnPrototype(Object.getPrototypeOf(value) as object | null)

/** Makes an empty instance of the same class, without a constructor. */
export const emptyLike = (instance: object): object =>
  Object.create(Object.getPrototypeOf(instance) as object) as object

/** Tells whether nothing can be assigned to a field, as its class only computes it. */
export const hasGetterAlone = (target: object, name: string): boolean =>
  isInstance(target) && name === 'length' && target instanceof Stamp && !Object.hasOwn(target, name)
