import type { Keeper } from '../keeper.ts'
import type { Leaf } from '../leaf.ts'
import { bytesLeaf } from './bytes.ts'
import { dateLeaf } from './date.ts'
import { errorLeaf } from './error.ts'
import { regexpLeaf } from './regexp.ts'
import { registeredLeaf } from './registered.ts'
import { StandIn } from './stand-in.ts'
import { temporalLeaf } from './temporal.ts'
import { urlLeaf } from './url.ts'

/** Reads an object with inner state into a leaf; undefined when it is of no such class. */
export function leafOf(object: object, prototype: object | null, keeper: Keeper): Leaf | undefined {
  return (
    StandIn.leaf(object) ??
    registeredLeaf(object, prototype, keeper) ??
    dateLeaf(object, prototype, keeper) ??
    regexpLeaf(object, prototype, keeper) ??
    errorLeaf(object, prototype, keeper) ??
    urlLeaf(object, prototype, keeper) ??
    bytesLeaf(object, prototype, keeper) ??
    temporalLeaf(object, prototype, keeper)
  )
}
