import { isOwnPrototype, missingTag, ownTag } from './own-class.ts'
import { kindOf } from './kind-of.ts'
import type { PathKey } from './path.ts'
import { eachPlace } from './places.ts'
import { className } from './realm.ts'

/** An instance of an immutable type that no tag stands for. */
export interface Untagged {
  /** The class's name. */
  readonly type: string
  /** Where it stands in what was looked at. */
  readonly path: readonly PathKey[]
}

let isSeen = false

/** Notes that an instance without a tag was taken in: until then nobody has to look for any. */
export function noteUntagged(): void {
  isSeen = true
}

/** Finds the first instance in a kept value that cannot be stored, for want of a tag. */
export function findUntagged(kept: unknown): Untagged | undefined {
  return isSeen ? look(kept, []) : undefined
}

/** Finds the first instance in a kept value of a class that this program does not have. */
export function findMissing(
  kept: unknown,
  path: readonly PathKey[] = [],
): { readonly tag: string; readonly path: readonly PathKey[] } | undefined {
  const kind = kindOf(kept)
  if (kind === 'primitive' || kind === 'leaf') return undefined
  const prototype = Object.getPrototypeOf(kept) as object | null
  const tag = prototype === null ? undefined : missingTag(prototype)
  if (tag !== undefined) return { tag, path }
  let found: ReturnType<typeof findMissing>
  eachPlace(kept, (key, part) => {
    if (typeof part === 'object' && found === undefined) found = findMissing(part, [...path, key])
  })
  return found
}

function look(kept: unknown, path: readonly PathKey[]): Untagged | undefined {
  const kind = kindOf(kept)
  if (kind === 'primitive' || kind === 'leaf') return undefined
  const prototype = Object.getPrototypeOf(kept) as object | null
  if (kind === 'object' && isOwnPrototype(prototype) && ownTag(prototype!) === undefined)
    return { type: className(prototype), path }
  let found: Untagged | undefined
  eachPlace(kept, (key, part) => {
    if (typeof part === 'object' && found === undefined) found = look(part, [...path, key])
  })
  return found
}
