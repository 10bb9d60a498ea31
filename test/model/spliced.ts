import { isList } from '../value/own-classes.ts'
import { setOwn, unshared } from '../value/plain-values.ts'
import { partsOf } from './parts.ts'

/** Edits the text or array at a place of a plain value, a text by 'ins'; gives the root, which may be that text. */
export function spliced(
  root: unknown,
  path: readonly unknown[],
  [start, count]: readonly [number, number],
  insert: readonly unknown[],
): unknown {
  const target = partAt(root, path)
  if (Array.isArray(target) || isList(target)) {
    target.splice(start, count, ...(unshared(insert) as unknown[]))
    return root
  }
  const units = (target as string).split('')
  units.splice(start, count, 'ins')
  const text = units.join('')
  if (path.length === 0) return text
  put(partAt(root, path.slice(0, -1)), path.at(-1), text)
  return root
}

function partAt(root: unknown, path: readonly unknown[]): unknown {
  const isThis = (other: readonly unknown[]) =>
    other.length === path.length && other.every((key, i) => Object.is(key, path[i]))
  return partsOf(root).find(part => isThis(part.path))!.value
}

function put(holder: unknown, key: unknown, text: string): void {
  if (holder instanceof Map) holder.set(key, text)
  else if (isList(holder)) holder.set(key as number, text)
  else if (holder instanceof Set) {
    const members = [...holder]
    members[key as number] = text
    holder.clear()
    for (const member of members) holder.add(member)
  } else setOwn(holder as object, key as string, text)
}
