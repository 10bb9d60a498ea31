import type { Keeper } from '../keeper.ts'
import { Leaf } from '../leaf.ts'
import { isPrototypeOf } from '../realm.ts'
import { refuseExtras } from './refuse-extras.ts'

/** A RegExp with its `lastIndex`. */
export class RegExpLeaf extends Leaf {
  readonly type = 'RegExp'
  readonly source: string
  readonly flags: string
  readonly lastIndex: number

  constructor(source: string, flags: string, lastIndex: number) {
    super()
    this.source = source
    this.flags = flags
    this.lastIndex = lastIndex
  }
  copy(): RegExp {
    const copy = new RegExp(this.source, this.flags)
    copy.lastIndex = this.lastIndex
    return copy
  }
  equals(other: Leaf): boolean {
    if (!(other instanceof RegExpLeaf)) return false
    return (
      this.source === other.source && this.flags === other.flags && Object.is(this.lastIndex, other.lastIndex)
    )
  }
}

/** The flags and the getters that tell them; `flags` itself would ask properties that can lie. */
const flagGetters = [
  ['d', 'hasIndices'],
  ['g', 'global'],
  ['i', 'ignoreCase'],
  ['m', 'multiline'],
  ['s', 'dotAll'],
  ['u', 'unicode'],
  ['v', 'unicodeSets'],
  ['y', 'sticky'],
] as const

/** Reads a RegExp through the language's own getters; undefined when it is none. */
export function regexpLeaf(object: object, prototype: object | null, keeper: Keeper): Leaf | undefined {
  if (!isPrototypeOf(prototype, 'RegExp')) return undefined
  let source: string
  let flags = ''
  try {
    source = read(object, 'source') as string
    for (const [flag, getter] of flagGetters) if (read(object, getter)) flags += flag
  } catch {
    return undefined
  }
  refuseExtras(object, 1, 'RegExp', keeper)
  const { lastIndex } = object as { lastIndex: unknown }
  if (typeof lastIndex !== 'number') {
    return keeper.refuse('RegExp property', 'a lastIndex that is no number', 'set it to a number')
  }
  return new RegExpLeaf(source, flags, lastIndex)
}

function read(object: object, getter: string): unknown {
  return Object.getOwnPropertyDescriptor(RegExp.prototype, getter)?.get?.call(object)
}
