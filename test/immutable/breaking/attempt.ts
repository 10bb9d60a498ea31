import type { World } from './world.ts'

/** One way to change what is locked, or to reach an inside of it. */
export interface Attempt {
  readonly name: string
  /** Throws; answers false; or may do as it likes, as long as nothing is seen of it. */
  readonly ends: 'throws' | 'answers false' | 'goes unseen'
  readonly attempt: (world: World) => unknown
}
type Make = (name: string, attempt: (world: World) => unknown) => Attempt

export const throws: Make = (name, attempt) => ({ name, ends: 'throws', attempt })
export const answersFalse: Make = (name, attempt) => ({ name, ends: 'answers false', attempt })
export const goesUnseen: Make = (name, attempt) => ({ name, ends: 'goes unseen', attempt })

/** Puts something else in the place of a property while `fn` runs. */
export function patched(object: object, key: PropertyKey, value: unknown, fn: () => unknown): unknown {
  const before = Object.getOwnPropertyDescriptor(object, key)
  Object.defineProperty(object, key, { value, configurable: true, writable: true })
  try {
    return fn()
  } finally {
    if (before) Object.defineProperty(object, key, before)
    else Reflect.deleteProperty(object, key)
  }
}
