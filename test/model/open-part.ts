import type { ListDraft } from 'varve/immutable'
import { isList } from '../value/own-classes.ts'
import { isLeafLike } from '../value/plain-values.ts'

/**
 * Where in a snapshot something could still be changed: a container that is not frozen, a Map or Set that takes entries, a
 * leaf that is no copy of its own at each reading. Undefined where there is nothing.
 */
export function openPart(value: unknown, path = ''): string | undefined {
  if (typeof value !== 'object' || value === null || isLeafLike(value)) return undefined
  if (!Object.isFrozen(value)) return `${path || 'the root'} is not frozen`
  if (isList(value)) return openItem(value, path)
  return isCollection(value) ? openMember(value, path) : openProperty(value, path)
}

type Collection = ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>

const isCollection = (value: object): value is Collection =>
  /(Map|Set)\]$/.test(Object.prototype.toString.call(value))

function openMember(collection: Collection, path: string): string | undefined {
  for (const mutator of ['set', 'add', 'delete', 'clear'] as const) {
    if (!(mutator in collection)) continue
    try {
      Reflect.apply(Reflect.get(collection, mutator) as () => unknown, collection, ['open', 1])
    } catch {
      continue
    }
    return `${path || 'the root'}.${mutator}() does something`
  }
  const again = collection.values()
  let at = 0
  for (const part of collection.values()) {
    const where = `${path}<${at++}>`
    const other: unknown = again.next().value
    const isHeld = isLeafLike(part) && (part === other || collection.has(part))
    if (isHeld) return `${where} is the same leaf at each reading`
    const open = openPart(part, where)
    if (open) return open
  }
  return 'get' in collection ? openEntry(collection, path) : undefined
}

function openItem(list: ListDraft<unknown>, path: string): string | undefined {
  for (const mutator of ['set', 'push', 'splice', 'reverse', 'fill', 'clear'] as const) {
    try {
      Reflect.apply(list[mutator] as () => unknown, list, [0, 1])
    } catch {
      continue
    }
    return `${path || 'the root'}.${mutator}() does something`
  }
  for (let index = 0; index < list.size; index++) {
    const where = `${path}<${index}>`
    const part = list.at(index)
    if (isLeafLike(part) && part === list.at(index)) return `${where} is the same leaf at each reading`
    const open = openPart(part, where)
    if (open) return open
  }
  return undefined
}

function openEntry(map: ReadonlyMap<unknown, unknown>, path: string): string | undefined {
  for (const key of map.keys()) {
    const part = map.get(key)
    if (isLeafLike(part) && part === map.get(key))
      return `${path}<${String(key)}> is the same leaf at each reading`
  }
  return undefined
}

function openProperty(value: object, path: string): string | undefined {
  for (const key of Reflect.ownKeys(value)) {
    const where = `${path}.${String(key)}`
    const { get } = Object.getOwnPropertyDescriptor(value, key)!
    const part: unknown = Reflect.get(value, key)
    if (isLeafLike(part) && (!get || part === Reflect.get(value, key)))
      return `${where} is the same leaf at each reading`
    const open = openPart(part, where)
    if (open) return open
  }
  return undefined
}
