/**
 * Tells whether a prototype is that of a built-in class, in this realm or (a frame, a test runner's context) another.
 * A subclass's is not, even under the same name, since its constructor is no native code.
 */
export function isPrototypeOf(prototype: object | null, name: string): boolean {
  if (prototype === null) return false
  const own = (globalThis as Record<string, { prototype?: unknown } | undefined>)[name]
  if (prototype === own?.prototype) return true
  const constructor: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value
  if (typeof constructor !== 'function' || constructor === own) return false
  return (
    ownName(constructor) === name && Function.prototype.toString.call(constructor).includes('[native code]')
  )
}

/** Names the class that a prototype belongs to, without running any code of it. */
export function className(prototype: object | null): string {
  if (prototype === null) return 'null'
  const constructor: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value
  return (typeof constructor === 'function' && ownName(constructor)) || 'an unnamed class'
}

function ownName(constructor: object): string {
  const name: unknown = Object.getOwnPropertyDescriptor(constructor, 'name')?.value
  return typeof name === 'string' ? name : ''
}
