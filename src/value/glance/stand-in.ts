import { VarveError } from '../../errors.ts'
import { answers, behindOf } from '../draft/standing.ts'
import { mapInside } from '../immutable-map.ts'
import type { PathKey } from '../path.ts'
import type { Kind } from '../sealed.ts'
import type { View } from './view.ts'

const inspect: unique symbol = Symbol.for('nodejs.util.inspect.custom')

/** What a stand-in is a Proxy around: an array where it has to pass for one. */
interface Target {
  view: View
  /** Consoles look past every trap. */
  [inspect]: () => unknown
}

function prototypeOf({ view }: Target): object | null {
  if (!answers(view)) view.check()
  return Object.getPrototypeOf(view.container) as object | null
}

function has({ view }: Target, key: string | symbol): boolean {
  view.check()
  return key in view.container
}

function descriptor({ view }: Target, key: string | symbol): PropertyDescriptor | undefined {
  view.check()
  const { container } = view
  if (typeof key === 'symbol' || !Object.hasOwn(container, key)) return undefined
  const isArray = Array.isArray(container)
  if (isArray && key === 'length')
    return { value: container.length, writable: true, enumerable: false, configurable: false }
  return { value: isArray ? view.element(Number(key)) : view.part(key), enumerable: true, configurable: true }
}

function refuseWrite(method: string): () => never {
  return () => {
    const message = `${method}: a selector only reads; change the variable with update`
    throw new VarveError('LOCKED', message, { method })
  }
}

const refusing = {
  set: refuseWrite('set'),
  defineProperty: refuseWrite('defineProperty'),
  deleteProperty: refuseWrite('delete'),
  setPrototypeOf: refuseWrite('setPrototypeOf'),
  preventExtensions: refuseWrite('preventExtensions'),
}

/** What the stand-in for a plain object does: it reads, and changes nothing. */
const objectTraps: ProxyHandler<Target> = {
  ...refusing,
  get({ view }, key, standIn) {
    view.check()
    const { container } = view
    if (typeof key === 'string' && Object.hasOwn(container, key)) return view.part(key)
    const prototype = Object.getPrototypeOf(container) as object | null
    return prototype === null ? undefined : (Reflect.get(prototype, key, standIn) as unknown)
  },
  has,
  ownKeys({ view }) {
    view.check()
    return Object.keys(view.container)
  },
  getOwnPropertyDescriptor: descriptor,
  getPrototypeOf: prototypeOf,
}

/** The same for an array. */
const arrayTraps: ProxyHandler<Target> = {
  ...refusing,
  get({ view }, key) {
    view.check()
    const { container } = view
    if (key === 'length') return (container as unknown[]).length
    if (typeof key === 'string' && Object.hasOwn(container, key)) return view.element(Number(key))
    return view.inherited(key)
  },
  has,
  ownKeys({ view }) {
    view.check()
    return [...Object.keys(view.container), 'length']
  },
  getOwnPropertyDescriptor: descriptor,
  getPrototypeOf: prototypeOf,
}

/** The same for a Map. */
const mapTraps: ProxyHandler<Target> = {
  ...refusing,
  get({ view }, key) {
    view.check()
    if (key === 'get') return (wanted: PathKey) => view.element(wanted)
    if (key !== 'has') return view.inherited(key)
    return (wanted: unknown) => {
      view.check()
      return mapInside(view.container).has(wanted)
    }
  },
  has,
  ownKeys: () => [],
  getOwnPropertyDescriptor: () => undefined,
  getPrototypeOf: prototypeOf,
}

/** Makes the stand-in for a view. */
export function standInFor(view: View, kind: Kind): object {
  if (kind !== 'array') {
    const traps = kind === 'map' ? mapTraps : objectTraps
    return (view.standIn = new Proxy({ view, [inspect]: print }, traps))
  }
  const target = [] as unknown[] as unknown[] & Target
  target.view = view
  target[inspect] = print
  return (view.standIn = new Proxy(target, arrayTraps))
}

function print(this: object): unknown {
  return (behindOf(this) as View | undefined)?.print()
}
