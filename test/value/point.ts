import { register } from '../../src/value/register.ts'

/** A registered class. */
export class Point {
  readonly x: number
  readonly inner: unknown
  constructor(x: number, inner: unknown = null) {
    this.x = x
    this.inner = inner
  }
  get double() {
    return this.x * 2
  }
}
register(Point, { tag: 'nasty.Point' })
