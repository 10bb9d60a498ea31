import { immutable, isImmutable, roleOf, stateOf, update } from 'varve/immutable'

/** Shapes of a plane, with the decorator on classes that extend nothing of Varve's. */
@immutable
class Point {
  static origin: Point = new Point(0, 0)
  static limits: { max: number[]; names: Map<string, number> } = { max: [9, 9], names: new Map([['x', 0]]) }
  static #count = 40
  static next(): number {
    return (Point.#count += 1)
  }
  x: number
  y: number
  #secret = 7
  constructor(x: number, y: number) {
    this.x = x
    this.y = y
  }
  get length(): number {
    return Math.hypot(this.x, this.y)
  }
  reveal(): number {
    return this.#secret
  }
  move(dx: number): void {
    this.x += dx
  }
  moved(dx: number): Point {
    return update(this as Point, draft => draft.move(dx))
  }
}

@immutable
class Named extends Point {
  static kinds: string[] = ['named']
  name = 'a point'
  tags: string[] = []
  rename(name: string): void {
    this.name = name
  }
}

class Loose extends Point {
  z = 1
}

function tried(attempt: () => unknown): string {
  try {
    attempt()
    return 'done'
  } catch (error) {
    return (error as Error).name
  }
}
const show = (law: string, ...seen: unknown[]): void => console.log(`${law}: ${JSON.stringify(seen)}`)

const point = new Point(3, 4)
show('what new gives is a locked root', stateOf(point), roleOf(point), isImmutable(point))
show('it has its getters and its private field', point.length, point.reveal())
show('it is an instance of its class', point instanceof Point, point.constructor === Point, Point.name)
show('no field can be written', tried(() => (point.x = 9)), tried(() => point.move(9)), point.x) // prettier-ignore

const moved = point.moved(1)
show('an update gives another one', moved.x, point.x, moved instanceof Point, stateOf(moved))
show(
  'a private field does not outlive it',
  tried(() => moved.reveal()),
)

show('a static member is there and locked', Point.origin.x, stateOf(Point.origin), Point.limits.max)
show('it cannot be written', tried(() => (Point.origin = point)), tried(() => Object.assign(Point, { added: 1 }))) // prettier-ignore
show('nor what is in it', tried(() => Point.limits.max.push(1)), tried(() => Point.limits.names.set('y', 1))) // prettier-ignore
show('a private static member stays the business of the class', Point.next(), Point.next())
show('the prototype is locked', tried(() => (Point.prototype.move = () => {}))) // prettier-ignore

const named = new Named(1, 2)
show('a subclass is locked when all of it is made', stateOf(named), named.name, named.length)
show('with its own statics', tried(() => Named.kinds.push('x')), Named.kinds) // prettier-ignore
const renamed = update(named, draft => {
  draft.rename('b')
  draft.tags.push('t')
})
show('its methods work in recipes', renamed.name, renamed.tags, named.tags, renamed instanceof Named)

const loose = new Loose(1, 2)
show('a subclass without the decorator is open', stateOf(loose), tried(() => loose.move(1)), loose.x) // prettier-ignore
