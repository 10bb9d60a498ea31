import { textPatch } from '../patch.ts'
import type { Differ } from './differ.ts'

/** From which length on a text is edited rather than replaced, where the edit is small. */
const long = 64

/** Tells how two texts differ: as one edit where most of a long text stayed. */
export function diffTexts(differ: Differ, a: string, b: string): void {
  const shorter = Math.min(a.length, b.length)
  if (shorter < long) return differ.replace(a, b)
  let start = 0
  while (start < shorter && a.charCodeAt(start) === b.charCodeAt(start)) start++
  let end = 0
  while (end < shorter - start && a.charCodeAt(a.length - 1 - end) === b.charCodeAt(b.length - 1 - end)) end++
  // An emoji is two units: an edit doesn't begin or end inside one.
  if (isHigh(a.charCodeAt(start - 1))) start--
  if (end > 0 && isLow(a.charCodeAt(a.length - end))) end--
  const removed = a.slice(start, a.length - end)
  const insert = b.slice(start, b.length - end)
  if ((removed.length + insert.length) * 2 > b.length) return differ.replace(a, b)
  differ.patches.push(textPatch(differ.path(), start, removed, insert))
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000
