import type { Kept } from '../value/kept.ts'
import type { Patches } from '../value/path.ts'
import { hasPlace, kindOf, readPlace } from '../value/sealed.ts'

const sample = 8

/**
 * Estimates how many places were copied to make the next value from this one: the sizes of the containers on the way
 * to each patch (of the first eight). It decides what an old value costs to keep.
 */
export function copyCost(base: Kept, patches: Patches): number {
  let cost = 0
  const counted = new Set<unknown>()
  for (const { path } of patches.slice(0, sample)) {
    let at = base
    for (let step = 0; step <= path.length; step++) {
      if (kindOf(at) === 'primitive' || kindOf(at) === 'leaf') break
      if (!counted.has(at)) cost += sizeOf(at as object)
      counted.add(at)
      const key = path[step]
      if (step === path.length || !hasPlace(at, key!)) break
      at = readPlace(at, key!)
    }
  }
  return cost
}

function sizeOf(container: object): number {
  if (Array.isArray(container)) return container.length
  if (kindOf(container as Kept) === 'object') return Object.keys(container).length
  return (container as ReadonlyMap<unknown, unknown>).size
}
