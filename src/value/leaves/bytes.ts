import type { Keeper } from '../keeper.ts'
import { Leaf } from '../leaf.ts'
import { isPrototypeOf } from '../realm.ts'
import { StandIn } from './stand-in.ts'

/** The classes over bytes that can be remembered; the number is the size of an element. */
export const byteClasses: Readonly<Record<string, number>> = {
  ArrayBuffer: 1,
  DataView: 1,
  Int8Array: 1,
  Uint8Array: 1,
  Uint8ClampedArray: 1,
  Int16Array: 2,
  Uint16Array: 2,
  Float16Array: 2,
  Int32Array: 4,
  Uint32Array: 4,
  Float32Array: 4,
  Float64Array: 8,
  BigInt64Array: 8,
  BigUint64Array: 8,
}

/** An ArrayBuffer, typed array or DataView: the bytes that it shows, in memory of their own. */
export class BytesLeaf extends Leaf {
  readonly type: string
  readonly bytes: Uint8Array<ArrayBuffer>

  constructor(type: string, bytes: Uint8Array<ArrayBuffer>) {
    super()
    this.type = type
    this.bytes = bytes
  }
  copy(): object {
    const { buffer } = this.bytes.slice()
    if (this.type === 'ArrayBuffer') return buffer
    const Class = (globalThis as Record<string, unknown>)[this.type] as
      (new (buffer: ArrayBuffer) => object) | undefined
    return Class ? new Class(buffer) : new StandIn(this, this.type, () => this.bytes.slice().buffer)
  }
  equals(other: Leaf): boolean {
    if (!(other instanceof BytesLeaf) || this.type !== other.type) return false
    const [a, b] = [this.bytes, other.bytes]
    return a.length === b.length && a.every((byte, i) => byte === b[i])
  }
}

/** Reads bytes through the language's own getters; undefined when the object has none. */
export function bytesLeaf(object: object, prototype: object | null, keeper: Keeper): Leaf | undefined {
  const type = typeOf(object)
  if (type === undefined || !Object.hasOwn(byteClasses, type) || !isPrototypeOf(prototype, type))
    return undefined
  // Symbols only: listing the names of a typed array would list its elements.
  if (Object.getOwnPropertySymbols(object).length > 0) {
    return keeper.refuse(
      `${type} property`,
      `a property of ${nameOf(type)} whose name is a symbol`,
      'keep it elsewhere',
    )
  }
  const buffer = type === 'ArrayBuffer' ? (object as ArrayBuffer) : (read(object, 'buffer') as ArrayBuffer)
  if (isShared(buffer)) return refuse(keeper, 'SharedArrayBuffer', 'memory shared between threads')
  if (getter(ArrayBuffer.prototype, 'detached', buffer))
    return refuse(keeper, type, `${nameOf(type)} whose memory was moved away`)
  if (type === 'ArrayBuffer') {
    if (getter(ArrayBuffer.prototype, 'resizable', buffer))
      return refuse(keeper, type, 'a resizable ArrayBuffer')
    return new BytesLeaf(type, new Uint8Array(buffer).slice())
  }
  try {
    const view = new Uint8Array(
      buffer,
      read(object, 'byteOffset') as number,
      read(object, 'byteLength') as number,
    )
    return new BytesLeaf(type, view.slice())
  } catch (error) {
    return keeper.refuse(
      type,
      `${nameOf(type)} out of the bounds of its buffer`,
      'remember a copy: view.slice()',
      error,
    )
  }
}

function refuse(keeper: Keeper, type: string, what: string): never {
  return keeper.refuse(type, what, 'remember a copy of its bytes: new Uint8Array(buffer).slice()')
}

const nameOf = (type: string): string => (/^[AI]/.test(type) ? `an ${type}` : `a ${type}`)

/** Names the class that made an object, by its inner state; prototypes and tags can lie. */
function typeOf(object: object): string | undefined {
  if (ArrayBuffer.isView(object)) {
    return (
      (getter(Object.getPrototypeOf(Uint8Array.prototype) as object, Symbol.toStringTag, object) as string) ??
      'DataView'
    )
  }
  try {
    getter(ArrayBuffer.prototype, 'byteLength', object)
    return 'ArrayBuffer'
  } catch {
    return undefined
  }
}

function read(view: object, name: string): unknown {
  const typed = Object.getPrototypeOf(Uint8Array.prototype) as object
  const isTyped = getter(typed, Symbol.toStringTag, view) !== undefined
  return getter(isTyped ? typed : DataView.prototype, name, view)
}

function getter(prototype: object, name: PropertyKey, object: object): unknown {
  return Object.getOwnPropertyDescriptor(prototype, name)?.get?.call(object)
}

function isShared(buffer: object): boolean {
  try {
    getter(ArrayBuffer.prototype, 'byteLength', buffer)
    return false
  } catch {
    return true
  }
}
