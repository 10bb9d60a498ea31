import { maxDepth } from './bounds.ts'
import { corrupt } from './corrupt.ts'

/** Tags that are followed by the index of one entry, the plain data of a leaf. */
const oneRef = new Set([
  'Date',
  'RegExp',
  'URL',
  'Error',
  'Bytes',
  'Temporal',
  'Instance',
  'List',
  'Own',
  'Properties',
])
const hole = -2
const sparse = -7
/** A leaf nests its plain data in up to three entries. */
const deepest = maxDepth * 3

/**
 * Refuses what isn't in devalue's flat form, or uses a part of it that Varve never writes. devalue itself trusts more:
 * it reads an index that points nowhere as undefined, knows types that no value of ours holds, and gives a leaf in a
 * cycle half of its data.
 */
export function checkFlat(flat: unknown): void {
  if (Array.isArray(flat) && flat.length > 0)
    checkNesting(flat.map((entry: unknown) => refsOf(entry, flat.length)))
  else if (flat !== -1 && !(isRef(flat, 0) && (flat as number) <= -3)) refuse()
}

/** Walks down from the first entry, without recursion; what is nested in itself or too deep is refused. */
function checkNesting(refs: readonly (readonly number[])[]): void {
  const state = new Uint8Array(refs.length)
  const path = [0]
  const next = [0]
  state[0] = 1
  while (path.length > 0) {
    const top = path.length - 1
    const entry = path[top]!
    const ref = refs[entry]![next[top]!++]
    if (ref === undefined) {
      state[entry] = 2
      path.pop()
      next.pop()
    } else if (ref >= 0 && state[ref] !== 2) {
      if (state[ref] === 1 || path.length >= deepest) refuse()
      state[ref] = 1
      path.push(ref)
      next.push(0)
    }
  }
}

/** Lists the entries that an entry refers to. */
function refsOf(entry: unknown, length: number): readonly number[] {
  if (entry === undefined || (typeof entry === 'number' && (!Number.isFinite(entry) || Object.is(entry, -0))))
    refuse()
  if (typeof entry !== 'object' || entry === null) return []
  if (!Array.isArray(entry)) return allRefs(Object.values(entry), length)
  const [tag, first] = entry as unknown[]
  if (typeof tag === 'string') return refsOfTagged(tag, entry.slice(1), length)
  if (tag !== sparse)
    return allRefs(
      entry.filter(x => x !== hole),
      length,
    )
  return isCount(first) && entry.length % 2 === 0 ? pairs(entry.slice(2), length, isCount) : refuse()
}

function refsOfTagged(tag: string, rest: readonly unknown[], length: number): readonly number[] {
  const [first] = rest
  if (oneRef.has(tag)) return rest.length === 1 ? allRefs(rest, length) : refuse()
  if (tag === 'Set') return allRefs(rest, length)
  if (tag === 'Map') return rest.length % 2 === 0 ? allRefs(rest, length) : refuse()
  if (tag === 'null')
    return rest.length % 2 === 0 ? pairs(rest, length, key => typeof key === 'string') : refuse()
  if (rest.length !== 1 || typeof first !== 'string') return refuse()
  if (tag === 'BigInt' && /^(?:0|-?[1-9]\d*)$/.test(first)) return []
  return tag === 'ArrayBuffer' && /^[A-Za-z0-9+/]*={0,2}$/.test(first) ? [] : refuse()
}

/** Checks key, index, key, index… and lists the indexes. */
function pairs(list: readonly unknown[], length: number, isKey: (x: unknown) => boolean): readonly number[] {
  if (!list.every((x, i) => i % 2 === 1 || isKey(x))) refuse()
  return allRefs(
    list.filter((_, i) => i % 2 === 1),
    length,
  )
}

function allRefs(list: readonly unknown[], length: number): readonly number[] {
  return list.every(x => isRef(x, length)) ? (list as readonly number[]) : refuse()
}

/** An index of an entry, or one of devalue's signs for undefined, NaN, ±Infinity and -0. */
function isRef(x: unknown, length: number): boolean {
  return (
    Number.isInteger(x) && (x as number) < length && (x as number) >= -6 && x !== hole && !Object.is(x, -0)
  )
}

const isCount = (x: unknown): boolean => Number.isInteger(x) && (x as number) >= 0

function refuse(): never {
  return corrupt('a value that is not in the form Varve writes')
}
