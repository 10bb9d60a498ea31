import { nearest } from '../nearest.ts'
import type { Kept } from '../value/kept.ts'
import { pathText } from '../value/parse-path.ts'
import type { Path } from '../value/path.ts'
import { placeAt } from '../value/place-at.ts'
import { placesOf } from '../value/sealed.ts'
import { CommandFailure } from './exit-codes.ts'

/** Finds what stands at a place in the value of `revision`, like `score@3`; where there is none, the nearest is named. */
export function findPlace(revision: string, value: Kept, path: Path): Kept {
  const found = placeAt(value, path)
  if (found.found) return found.value
  let depth = 0
  while (placeAt(value, path.slice(0, depth + 1)).found) depth++
  const here = path.slice(0, depth)
  const places = placesOf(placeAt(value, here).value).map(([key]) => pathText([...here, key]))
  const near = nearest(pathText(path.slice(0, depth + 1)), places)
  const wrong = pathText(path.slice(0, depth + 1))
  const hint = near ? `did you mean '${near}'?` : contentsOf(here, places)
  throw new CommandFailure('notFound', `${revision} has no place '${wrong}'; ${hint}`)
}

function contentsOf(here: Path, places: readonly string[]): string {
  const where = here.length > 0 ? `'${pathText(here)}'` : 'the value'
  if (places.length === 0) return `${where} has no places`
  const rest = places.length > 5 ? ` and ${places.length - 5} more` : ''
  return `${where} has ${places.slice(0, 5).join(', ')}${rest}`
}
