import { refuse } from '../refuse.ts'
import type { Node } from './node.ts'

/** A draft keeps its prototype, and stays extensible: what JavaScript throws says so. */
export const refusingTraps = {
  setPrototypeOf: (): boolean => false,
  preventExtensions: (): boolean => false,
}

/** What leaving the block does in which a draft is used; undefined for any other property, and the drafts of a recipe. */
export function leaving(node: Node, key: string | symbol): (() => void) | undefined {
  return key === Symbol.dispose && node.isRoot ? (node.session.onLeave ?? undefined) : undefined
}

/** An ordinary property. */
export const ordinary = { writable: true, enumerable: true, configurable: true } as const

/** Refuses `defineProperty` of anything but ordinary data. */
export function checkDescriptor(
  node: Node,
  key: string,
  descriptor: PropertyDescriptor,
  exists: boolean,
): void {
  node.session.write()
  const path = [...node.path, key]
  if ('get' in descriptor || 'set' in descriptor) {
    refuse(node.session.name, path, 'getter', 'a property with a getter or setter', 'put its value there')
  }
  const { writable, enumerable, configurable } = exists ? { ...ordinary, ...descriptor } : descriptor
  if (writable && enumerable && configurable) return
  refuse(
    node.session.name,
    path,
    'hidden property',
    'a property that is not ordinary',
    'assign it, or define it as ordinary',
  )
}

/** Refuses a property whose name is a symbol. */
export function refuseSymbol(node: Node, key: symbol): never {
  return refuse(
    node.session.name,
    node.path,
    'symbol key',
    `a property called ${String(key)}`,
    'use a string as its name',
  )
}

/** Sets a property of an object that inherits from a draft, or of a Proxy around one, as the language does. */
export function setOnReceiver(receiver: object, key: string | symbol, value: unknown): boolean {
  const isThere = Reflect.getOwnPropertyDescriptor(receiver, key) !== undefined
  return Reflect.defineProperty(receiver, key, isThere ? { value } : { ...ordinary, value })
}
