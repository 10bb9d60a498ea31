import { maxDepth } from './bounds.ts'
import type { Kept } from './kept.ts'
import { asPart } from './copy-level.ts'
import { Keeping } from './keeping.ts'
import { isLeaf } from './leaf.ts'
import { isSealed } from './mark.ts'
import { heightOf, measureOf } from './measure.ts'
import { refuseDepth } from './refuse.ts'
import { atTheRoot, type Where } from './where.ts'
import { hasHidden, isFlat, isPlainObject, sealFlat } from './flat.ts'
import { type Behind, currentOf } from './draft/standing.ts'

/** How a value is kept. */
export interface KeepOptions {
  /** The variable's name, for messages. */
  readonly name: string
  /** `false` hands the value over: its objects and arrays are sealed in place where that is possible. */
  readonly copy?: boolean
  /** Where in the named value it will stand: for messages, and counted towards the depth bound. */
  readonly where?: Where
  /**
   * Takes it in as immutables do: a locked root in it is copied, so that it becomes a part; instances are asked for
   * `toImmutable()`, and of a subclass of Array, Map or Set what is in it is taken.
   */
  readonly converts?: boolean | undefined
  /** The drafts of a recipe that may stand in it as such; any other is taken as what it stands for now. */
  readonly drafts?: Drafts
}

/** Says of what a recipe was given whether it stays that where it is put. */
export interface Drafts {
  take(behind: Behind): boolean
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
  return keepOther(value, options)
}

function keepOther(value: unknown, options: KeepOptions): Kept {
  const { name, where = atTheRoot, copy = true, drafts, converts = false } = options
  const keeping = () => new Keeping(name, where, copy, drafts, converts)
  if (!copy || typeof value !== 'object' || currentOf(value!) !== undefined || !isPlainObject(value!))
    return keeping().value(value)
  let open: Record<string, unknown>
  let isOrdinary: boolean
  try {
    open = { ...value }
    isOrdinary = !hasHidden(value!, open)
  } catch (error) {
    return keeping().refuseReading(value!, error)
  }
  if (!isOrdinary) return keeping().refuseHidden(value!)
  return where.depth < maxDepth && isFlat(open) ? sealFlat(open) : keeping().value(value, open)
}

function placed(sealed: Kept, { name, where, converts }: KeepOptions): Kept {
  if (where && where.depth > 0 && where.depth + heightOf(measureOf(sealed)) > maxDepth)
    refuseDepth(name, where.path)
  return converts && where && where.depth > 0 ? asPart(sealed) : sealed
}
