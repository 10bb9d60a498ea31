import { VarveError } from '../../errors.ts'
import { mapInside } from '../immutable-map.ts'
import type { PathKey } from '../path.ts'
import { readPlace } from '../sealed.ts'
import { show } from '../show.ts'
import { released } from '../working/release.ts'
import type { Lent } from './lent.ts'

const inspect: unique symbol = Symbol.for('nodejs.util.inspect.custom')

type Method = (...args: unknown[]) => unknown

/** What a stand-in for a container does: it reads, and changes nothing. */
export abstract class View implements ProxyHandler<object> {
  /** What the Proxy is around: an array where it has to pass for one. */
  readonly target: object
  protected readonly container: object
  protected readonly lent: Lent
  #isHandedOut = false

  constructor(container: object, lent: Lent) {
    this.container = container
    this.lent = lent
    this.target = Array.isArray(container) ? [] : {}
    // Consoles look past every trap.
    Object.defineProperty(this.target, inspect, { value: () => this.handOut(), configurable: true })
  }

  /** The container itself, which never changes from now on. */
  handOut(): object {
    this.check()
    this.#isHandedOut = true
    return released(this.container)
  }

  /** Refuses when the function is over: the value may have changed since. */
  protected check(): void {
    if (this.lent.isOpen || this.#isHandedOut) return
    const message = 'A selector reads the value only while it runs; return what is needed of it'
    throw new VarveError('REFUSED', message, {})
  }

  /** What is at a property of its own. */
  protected part(key: PathKey): unknown {
    const part = readPlace(this.container, key)
    return this.#isHandedOut ? show(part) : this.lent.show(part)
  }

  /** What it inherits; a method runs on the container, handed out, and gives parts of it as they are. */
  protected inherited(key: string | symbol): unknown {
    const found: unknown = Reflect.get(Object.getPrototypeOf(this.container) as object, key, this.container)
    if (typeof found !== 'function' || key === 'constructor') return found
    return (...args: unknown[]) =>
      Reflect.apply(
        found as Method,
        this.handOut(),
        args.map(arg => this.lent.behind(arg)),
      )
  }

  abstract get(target: object, key: string | symbol, standIn: object): unknown
  abstract ownKeys(): string[]

  has(_target: object, key: string | symbol): boolean {
    this.check()
    return key in this.container
  }
  getOwnPropertyDescriptor(_target: object, key: string | symbol): PropertyDescriptor | undefined {
    this.check()
    if (typeof key === 'symbol' || !Object.hasOwn(this.container, key)) return undefined
    if (key === 'length' && Array.isArray(this.container))
      return { value: this.container.length, writable: true, enumerable: false, configurable: false }
    const value = this.get(this.target, key, this.target)
    return { value, writable: false, enumerable: true, configurable: true }
  }
  getPrototypeOf(): object | null {
    this.check()
    return Object.getPrototypeOf(this.container) as object | null
  }

  // A trap that says false makes JavaScript throw.
  set(): boolean {
    return false
  }
  defineProperty(): boolean {
    return false
  }
  deleteProperty(): boolean {
    return false
  }
  setPrototypeOf(): boolean {
    return false
  }
  preventExtensions(): boolean {
    return false
  }
}

/** Stands in for a plain object. */
export class ObjectView extends View {
  get(_target: object, key: string | symbol, standIn: object): unknown {
    this.check()
    if (typeof key === 'string' && Object.hasOwn(this.container, key)) return this.part(key)
    const prototype = Object.getPrototypeOf(this.container) as object | null
    return prototype === null ? undefined : (Reflect.get(prototype, key, standIn) as unknown)
  }
  ownKeys(): string[] {
    this.check()
    return Object.keys(this.container)
  }
}

/** Stands in for an array. */
export class ArrayView extends View {
  get(_target: object, key: string | symbol): unknown {
    this.check()
    if (key === 'length') return (this.container as unknown[]).length
    if (typeof key === 'string' && Object.hasOwn(this.container, key)) return this.part(Number(key))
    return this.inherited(key)
  }
  ownKeys(): string[] {
    this.check()
    return [...Object.keys(this.container), 'length']
  }
}

/** Stands in for a Map. */
export class MapView extends View {
  readonly #has = (key: PathKey): boolean => mapInside(this.container).has(key)
  readonly #get = (key: PathKey): unknown => this.lent.show(mapInside(this.container).get(key))

  get(_target: object, key: string | symbol): unknown {
    this.check()
    if (key === 'get') return this.#get
    return key === 'has' ? this.#has : this.inherited(key)
  }
  ownKeys(): string[] {
    this.check()
    return []
  }
}
