import { maxDepth } from './bounds.ts'
import type { Kept } from './kept.ts'
import { Keeping } from './keeping.ts'
import { isLeaf } from './leaf.ts'
import { isSealed } from './mark.ts'
import { heightOf, measureOf } from './measure.ts'
import type { Path } from './path.ts'
import { refuseDepth } from './refuse.ts'

/** How a value is kept. */
export interface KeepOptions {
  /** The variable's name, for messages. */
  readonly name: string
  /** `false` hands the value over: its objects and arrays are sealed in place where that is possible. */
  readonly copy?: boolean
  /** Where in the named value it will stand: for messages, and counted towards the depth bound. */
  readonly path?: Path
}

/**
 * Brings a value in: checks that it can be remembered, copies it, and seals the copy, sharing what is sealed already.
 * Throws NOT_REMEMBERABLE with the path of the first thing that cannot be remembered.
 */
export function keep(value: unknown, options: KeepOptions): Kept {
  if (typeof value === 'object') {
    if (value === null) return null
    if (isSealed(value)) return placed(value as Kept, options)
    if (isLeaf(value)) return value as unknown as Kept
  } else if (typeof value !== 'function' && typeof value !== 'symbol') return value as Kept
  return new Keeping(options.name, options.path ?? [], options.copy !== false).value(value)
}

function placed(sealed: Kept, { name, path }: KeepOptions): Kept {
  if (path && path.length > 0 && path.length + heightOf(measureOf(sealed)) > maxDepth) refuseDepth(name, path)
  return sealed
}
