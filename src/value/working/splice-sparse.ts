import { emptyArray } from '../sealed.ts'

/** Splices an array that may be billions long with few elements, in the time that those take; gives what was there. */
export function spliceSparse(
  list: unknown[],
  index: number,
  remove: number,
  insert: readonly unknown[],
): unknown[] {
  const removed = emptyArray(remove)
  const behind: [number, unknown][] = []
  for (const key of Object.keys(list)) {
    const at = Number(key)
    if (at < index) continue
    if (at < index + remove) removed[at - index] = list[at]
    else behind.push([at - remove + insert.length, list[at]])
  }
  const length = list.length - remove + insert.length
  list.length = index
  list.length = length
  for (const key of Object.keys(insert)) list[index + Number(key)] = insert[Number(key)]
  for (const [at, raw] of behind) list[at] = raw
  return removed
}
