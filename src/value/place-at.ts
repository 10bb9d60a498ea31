import type { Kept } from './kept.ts'
import type { Path, PathKey } from './path.ts'
import { hasPlace, kindOf, readPlace } from './sealed.ts'

/** Finds what is kept at a place. A path read from text can't tell the key 3 from "3": the container decides. */
export function placeAt(kept: Kept, path: Path): { found: boolean; value: Kept } {
  let value = kept
  for (const step of path) {
    const key = keyIn(value, step)
    if (key === undefined) return { found: false, value: undefined }
    value = readPlace(value, key)
  }
  return { found: true, value }
}

/** The keys by which the containers themselves know a place, as far as it is there. */
export function exactPath(kept: Kept, path: Path): Path {
  let value = kept
  return path.map(step => {
    const key = keyIn(value, step)
    value = key === undefined ? undefined : readPlace(value, key)
    return key ?? step
  })
}

/** A path as rows tell it: the keys of objects are texts. */
export function rowPath(kept: Kept, path: Path): Path {
  let value = kept
  return path.map(step => {
    const key = kindOf(value) === 'object' ? String(step) : step
    value = readPlace(value, key)
    return key
  })
}

/** Finds the key of a container that a step means; undefined when there is none. */
function keyIn(container: Kept, step: PathKey): PathKey | undefined {
  const kind = kindOf(container)
  if (kind === 'primitive' || kind === 'leaf') return undefined
  if (hasPlace(container, step)) return kind === 'object' ? String(step) : step
  const other = typeof step === 'number' ? String(step) : Number(step)
  const means = typeof step === 'number' ? kind === 'map' : typeof step === 'string' && String(other) === step
  return means && hasPlace(container, other) ? other : undefined
}
