import { isList } from './own-classes.ts'
import { isLeafLike, setOwn } from './plain-values.ts'
import { Tally } from './tally.ts'

/** Changes a plain value everywhere, as somebody does who goes on using what he has passed in: nobody may notice. */
export function spoil(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  if (isLeafLike(value)) return spoilLeaf(value)
  const isCollection = value instanceof Map || value instanceof Set || isList(value)
  const parts: unknown[] = isCollection ? [...value.values()] : Object.values(value)
  parts.forEach(spoil)
  if (Array.isArray(value) || isList(value)) value.push('spoiled')
  else if (value instanceof Map) value.set('spoiled', 1)
  else if (value instanceof Set) value.add('spoiled')
  else setOwn(value, 'spoiled', 1)
}

function spoilLeaf(leaf: object): void {
  if (leaf instanceof Date) leaf.setTime(77)
  else if (leaf instanceof Uint8Array || leaf instanceof Float64Array) leaf.fill(77)
  else if (leaf instanceof Tally) leaf.add(77)
}
