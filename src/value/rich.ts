import { atTheRoot } from './where.ts'
import { stringify, unflatten } from 'devalue'
import { isVarveError } from '../errors.ts'
import { corrupt } from './corrupt.ts'
import { checkFlat } from './flat-form.ts'
import { mapInside } from './immutable-map.ts'
import { setInside } from './immutable-set.ts'
import { Keeping } from './keeping.ts'
import type { Kept } from './kept.ts'
import { kindOf } from './kind-of.ts'
import { isSealed, markOf } from './mark.ts'
import { reducers, reviversWith } from './rich-leaves.ts'

/** How devalue looks at kept values: at what stands behind the doors, without opening them. */
const operations = {
  tagOf: (thing: object): string => {
    if (thing instanceof ArrayBuffer) return 'ArrayBuffer'
    const kind = kindOf(thing)
    return kind === 'array' ? 'Array' : kind === 'map' ? 'Map' : kind === 'set' ? 'Set' : 'Object'
  },
  isThenable: (): boolean => false,
  entriesOf: (map: object): Iterable<[unknown, unknown]> => mapInside(map),
  valuesOf: (set: object): Iterable<unknown> => setInside(set),
  get: (container: object, key: string | number): unknown => {
    const leaf = isSealed(container) ? markOf(container)?.leaves?.get(String(key)) : undefined
    return leaf ?? (container as Record<string | number, unknown>)[key]
  },
}

/** Writes any kept value as JSON in devalue's flat form, with leaves as plain data under the names of `reducers`. */
export function encodeRich(kept: Kept): string {
  return stringify(kept, reducers, { operations })
}

/** Reads devalue's flat form, as JSON.parse gave it, into a kept value; throws CORRUPT for anything else. */
export function decodeRich(flat: unknown): Kept {
  checkFlat(flat)
  try {
    // One walk for the whole value, so that a part used by several leaves is still one part.
    const keeping = new Keeping('value', atTheRoot, false)
    return keeping.value(unflatten(flat as number | unknown[], reviversWith(keeping)))
  } catch (error) {
    // Nothing is damaged.
    if (isVarveError(error, 'MISSING_PACKAGE')) throw error
    return corrupt('a value that cannot be read back', error)
  }
}
