/** What is known of a registered class. */
export interface Registration {
  readonly tag: string
  /** The class's name, for messages. */
  readonly name: string
  readonly prototype: object
  /** The way to plain data and back; null for an immutable type, whose instances are containers. */
  readonly form: Form | null
}

/** The way of an instance to plain data, and back. */
export interface Form {
  /** Whether nobody said how: by its own enumerable properties. */
  readonly isDefault: boolean
  readonly to: (instance: object) => unknown
  readonly from: (plain: unknown) => object
}

const byTag = new Map<string, Registration>()
const byPrototype = new Map<object, Registration>()

/** Finds the registration of the class that instances with this prototype belong to. */
export const classOf = (prototype: object): Registration | undefined => byPrototype.get(prototype)
/** Finds the registration with a tag. */
export const classWithTag = (tag: string): Registration | undefined => byTag.get(tag)

/** Makes a class that was registered with a tag only an immutable type. */
export function takeOver(prototype: object): void {
  const known = byPrototype.get(prototype)
  if (known) addClass({ ...known, form: null })
}

/** Adds a registration. */
export function addClass(registration: Registration): void {
  byTag.set(registration.tag, registration)
  byPrototype.set(registration.prototype, registration)
}
