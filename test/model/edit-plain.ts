import type { ListDraft } from 'varve/immutable'
import { isList } from '../value/own-classes.ts'
import { unshared } from '../value/plain-values.ts'
import type { Edit } from './commands.ts'

/** Makes an edit on a plain value or on a draft: the very same code for both, so that they must agree. */
export function editInPlace(root: unknown, { kind, steps, key, value }: Edit): void {
  const target = containerAt(root, steps)
  if (Array.isArray(target)) editArray(target, kind, value)
  else if (isList(target)) editList(target, kind, value)
  else if (target instanceof Map || isLike(target, 'Map'))
    editMap(target as Map<unknown, unknown>, kind, key, value)
  else if (target instanceof Set || isLike(target, 'Set')) editSet(target as Set<unknown>, kind, value)
  else if (isLike(target, 'Date')) (target as Date).setTime(key.length)
  else if (isLike(target, 'Uint8Array')) (target as Uint8Array)[0] = key.length
  else if (typeof target === 'object' && target !== null && isPlain(target))
    editObject(target as Record<string, unknown>, kind, key, value)
}

function editArray(list: unknown[], kind: Edit['kind'], value: unknown): void {
  if (kind === 'put') list[Math.floor(list.length / 2)] = unshared(value)
  else if (kind === 'delete') list.shift()
  else if (kind === 'push') list.push(unshared(value), 1)
  else if (kind === 'splice') list.splice(1, 1, unshared(value), 'x')
  else if (kind === 'reverse') list.reverse()
  else if (kind === 'move' && list.length > 0) list.push(list.shift())
  else if (kind === 'clear') list.length = 0
  else if (kind === 'touch' && list.length > 0) list[0] = list[0]
}

function editList(list: ListDraft<unknown>, kind: Edit['kind'], value: unknown): void {
  if (kind === 'delete') list.shift()
  else if (kind === 'push') list.push(unshared(value), 1)
  else if (kind === 'splice') list.splice(1, 1, unshared(value), 'x')
  else if (kind === 'reverse') list.reverse()
  else if (kind === 'clear') list.clear()
  else if (list.size === 0) return
  else if (kind === 'put') list.set(Math.floor(list.size / 2), unshared(value))
  else if (kind === 'move') list.push(list.shift())
  else list.set(0, list.at(0))
}

function editObject(object: Record<string, unknown>, kind: Edit['kind'], key: string, value: unknown): void {
  const [first] = Object.keys(object)
  if (kind === 'put') object[key] = unshared(value)
  else if (kind === 'delete') delete object[first ?? key]
  else if (kind === 'push') Object.assign(object, { [key]: unshared(value), n: 1 })
  else if (kind === 'clear') for (const each of Object.keys(object)) delete object[each]
  else if (first !== undefined && kind === 'move') {
    const moved = object[first]
    delete object[first]
    object['moved'] = moved
  } else if (first !== undefined && kind === 'touch') object[first] = object[first]
}

function editMap(map: Map<unknown, unknown>, kind: Edit['kind'], key: string, value: unknown): void {
  const [first] = [...map.keys()]
  if (kind === 'clear') map.clear()
  else if (kind === 'delete') map.delete(first)
  else if (kind === 'move' && map.size > 0) {
    const moved = map.get(first)
    map.delete(first)
    map.set('moved', moved)
  } else map.set(key, unshared(value))
}

function editSet(set: Set<unknown>, kind: Edit['kind'], value: unknown): void {
  const [first] = [...set]
  if (kind === 'clear') set.clear()
  else if (kind === 'delete') set.delete(first)
  else set.add(unshared(value))
}

/** Walks `steps` down: each chooses one of the places that hold objects. */
function containerAt(root: unknown, steps: readonly number[]): unknown {
  let at = root
  for (const step of steps) {
    const inner = children(at).filter(child => typeof child === 'object' && child !== null)
    if (inner.length === 0) return at
    at = inner[step % inner.length]
  }
  return at
}

function children(value: unknown): unknown[] {
  if (Array.isArray(value)) return [...value]
  if (isLike(value, 'Map')) return [...(value as Map<unknown, unknown>).values()]
  if (isList(value)) return [...value]
  if (isLike(value, 'Set')) return [...(value as Set<unknown>)]
  if (typeof value === 'object' && value !== null && isPlain(value)) return Object.values(value)
  return []
}

function isLike(value: unknown, tag: string): boolean {
  return Object.prototype.toString.call(value) === `[object ${tag}]`
}

function isPlain(value: object): boolean {
  return isLike(value, 'Object')
}
