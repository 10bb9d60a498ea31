import type { Kept } from '../value/kept.ts'
import type { Path } from '../value/path.ts'
import { kindOf, placesOf } from '../value/sealed.ts'

/** Every place of a value that holds no further places, in order; an empty container counts as one. */
export function* leafPlaces(value: Kept, path: Path = []): Generator<Path> {
  const kind = kindOf(value)
  let empty = true
  if (kind !== 'primitive' && kind !== 'leaf') {
    for (const [key, inner] of placesOf(value as object)) {
      empty = false
      yield* leafPlaces(inner, [...path, key])
    }
  }
  if (empty) yield path
}
