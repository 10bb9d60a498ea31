import type { Kept } from '../value/kept.ts'
import { listInside } from '../value/list-family.ts'
import { pathText } from '../value/parse-path.ts'
import type { Patch, Path, PathKey } from '../value/path.ts'
import { placeAt } from '../value/place-at.ts'
import { kindOf } from '../value/sealed.ts'
import { CommandFailure } from './exit-codes.ts'
import { findPlace } from './find-place.ts'

/** Makes the patch that sets one place in the value of `revision`; its container must be there, the place need not be. */
export function setPlace(revision: string, value: Kept, path: Path, next: Kept): Patch {
  if (path.length === 0 || placeAt(value, path).found) return { op: 'replace', path, value: next }
  const [inside, key] = [path.slice(0, -1), path.at(-1)!]
  const container = findPlace(revision, value, inside)
  switch (kindOf(container)) {
    case 'object':
      return { op: 'add', path: [...inside, String(key)], value: next }
    case 'map':
      return { op: 'add', path, value: next }
    case 'array':
      return setElement(container as unknown as readonly unknown[], path, next, revision)
    case 'list':
      return addItem(listInside(container as unknown as object).length, path, next, revision)
    case 'set':
      throw new CommandFailure('usage', `'${pathText(inside)}' is a Set; set the whole of it, with --stored`)
    default:
      findPlace(revision, value, path)
      throw new CommandFailure('notFound', `${revision} has no place '${pathText(path)}'`)
  }
}

/** A list has no holes: the index behind its end makes it longer. */
function addItem(length: number, path: Path, next: Kept, revision: string): Patch {
  const inside = path.slice(0, -1)
  if (path.at(-1) === length) return { op: 'splice', path: inside, index: length, remove: 0, insert: [next] }
  const message = `${revision} has no place '${pathText(path)}'; '${pathText([...inside, length])}' adds an item`
  throw new CommandFailure('notFound', message)
}

/** An index in the array is that of a hole; the one behind its end makes it longer. */
function setElement(array: readonly unknown[], path: Path, next: Kept, revision: string): Patch {
  const key: PathKey = path.at(-1)!
  const inside = path.slice(0, -1)
  if (key === array.length)
    return { op: 'splice', path: inside, index: array.length, remove: 0, insert: [next] }
  if (typeof key === 'number' && Number.isInteger(key) && key >= 0 && key < array.length)
    return { op: 'add', path, value: next }
  const message = `${revision} has no place '${pathText(path)}'; '${pathText([...inside, array.length])}' adds an element`
  throw new CommandFailure('notFound', message)
}
