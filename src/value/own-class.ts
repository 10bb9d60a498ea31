import { addClass, classOf, classWithTag } from './registry.ts'

declare const immutableType: unique symbol

/** What tells an immutable type from plain data, in types; nothing stands there. */
export interface OwnType {
  readonly [immutableType]: 'immutable'
}

// A field with this name could not be declared in the class itself, since declarations are made file by file.
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging
export interface Immutable extends OwnType {}
/**
 * Base of one's own immutable types: a class that extends it is remembered with its class, getters and methods. Declare
 * fields readonly; drafts can write them. The hooks may be written as ordinary methods.
 */
export abstract class Immutable {
  /** Called on a new instance that is still transient, once its constructor is through. */
  protected afterCreate?(): void
  /** Called on the draft before its recipe runs. */
  protected beforeUpdate?(): void
  /** Called on what came of an update, which is locked already; what it throws takes the update back. */
  protected afterUpdate?(): void
}

/** Prototypes of classes that became immutable types without extending `Immutable`, and of those that are not here. */
const adopted = new WeakSet<object>()

/** By tag, what stands in for a class that this program does not have. */
const missing = new Map<string, object>()
const missingTags = new WeakMap<object, string>()

/** Tells whether instances with this prototype are containers that keep their class. */
export function isOwnPrototype(prototype: object | null): boolean {
  for (let at = prototype; at !== null; at = Object.getPrototypeOf(at) as object | null) {
    if (at === Immutable.prototype || (at === prototype && adopted.has(at))) return true
  }
  return false
}

/** Makes a class an immutable type although it does not extend `Immutable`. */
export function adoptClass(prototype: object): void {
  if (!isOwnPrototype(prototype)) adopted.add(prototype)
}

/** The tag under which instances with this prototype are stored; undefined where their class has none yet. */
export function ownTag(prototype: object): string | undefined {
  return classOf(prototype)?.tag ?? missingTags.get(prototype)
}

/** Gives a class without a tag one: its name. Tells whether it has one now, which another class may have already. */
export function nameOwnClass(prototype: object, name: string): boolean {
  if (ownTag(prototype) !== undefined) return true
  if (name === '' || classWithTag(name) !== undefined) return false
  addClass({ tag: name, name, prototype, form: null })
  return true
}

/** The tag of a class that this program does not have, of which something was read; undefined for any other prototype. */
export const missingTag = (prototype: object): string | undefined => missingTags.get(prototype)

/** Whether anything was read of a class that this program does not have. */
export const hasMissing = (): boolean => missing.size > 0

/** The prototype of the class that a tag stands for; of a stand-in without methods, where this program has none. */
export function prototypeWithTag(tag: string): object {
  const known = classWithTag(tag)
  if (known !== undefined && known.form === null) return known.prototype
  const standIn = missing.get(tag)
  if (standIn !== undefined) return standIn
  const made = Object.freeze(Object.create(null, { [Symbol.toStringTag]: { value: tag } }) as object)
  missing.set(tag, made)
  missingTags.set(made, tag)
  adopted.add(made)
  return made
}
