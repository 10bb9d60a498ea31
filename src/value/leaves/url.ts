import type { Keeper } from '../keeper.ts'
import { Leaf } from '../leaf.ts'
import { isPrototypeOf } from '../realm.ts'

/** All that is needed of the platform's URL, which the language doesn't declare. */
interface UrlClass {
  new (href: string): object
  readonly prototype: object
}

/** A URL. */
export class UrlLeaf extends Leaf {
  readonly type = 'URL'
  readonly href: string

  constructor(href: string) {
    super()
    this.href = href
  }
  copy(): object {
    return new (urlClass()!)(this.href)
  }
  equals(other: Leaf): boolean {
    return other instanceof UrlLeaf && this.href === other.href
  }
}

/** Reads a URL through the platform's own getter; undefined when it is none. */
export function urlLeaf(object: object, prototype: object | null, _keeper: Keeper): Leaf | undefined {
  if (!isPrototypeOf(prototype, 'URL')) return undefined
  try {
    const href: unknown = Object.getOwnPropertyDescriptor(urlClass()!.prototype, 'href')?.get?.call(object)
    return typeof href === 'string' ? new UrlLeaf(href) : undefined
  } catch {
    return undefined
  }
}

/** Tells whether a text is a URL's own text, as a stored one must be. */
export function isHref(text: string): boolean {
  try {
    return (new (urlClass()!)(text) as { href?: unknown }).href === text
  } catch {
    return false
  }
}

const urlClass = () => (globalThis as { URL?: UrlClass }).URL
