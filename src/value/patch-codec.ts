import { maxDepth } from './bounds.ts'
import { decodeValue, encodeValue } from './codec.ts'
import { corrupt } from './corrupt.ts'
import type { Kept } from './kept.ts'
import { heightOf, measureOf } from './measure.ts'
import { patchInsert, patchValue } from './patch.ts'
import type { Patch, Patches, PathKey } from './path.ts'
import { type Open, seal } from './sealed.ts'

/** Where there is no element in what a splice inserts. */
const hole = '{}'

/**
 * Writes patches as a JSON array of rows: `["=",path,cell]` replaces, `["+",path,cell,before?]` adds, `["-",path]`
 * removes, `["s",path,index,remove,[cell…]]` splices an array, `["t",path,index,remove,"…"]` edits a text.
 */
export function encodePatches(patches: Patches, name = 'value'): string {
  let rows = ''
  for (const patch of patches) rows += (rows === '' ? '' : ',') + encodeRow(patch, name)
  return `[${rows}]`
}

function encodeRow(patch: Patch, name: string): string {
  const path = `[${patch.path.map(encodeKey).join(',')}]`
  switch (patch.op) {
    case 'replace':
      return `["=",${path},${encodeValue(patchValue(patch), { name, path: patch.path })}]`
    case 'add': {
      const before = patch.before === undefined ? '' : `,${encodeKey(patch.before)}`
      return `["+",${path},${encodeValue(patchValue(patch), { name, path: patch.path })}${before}]`
    }
    case 'remove':
      return `["-",${path}]`
    case 'splice': {
      const at = { name, path: [...patch.path, patch.index] }
      const insert = patchInsert(patch)
      let cells = ''
      for (let i = 0; i < insert.length; i++) {
        cells += (i === 0 ? '' : ',') + (Object.hasOwn(insert, i) ? encodeValue(insert[i], at) : hole)
      }
      return `["s",${path},${patch.index},${patch.remove},[${cells}]]`
    }
    case 'text':
      return `["t",${path},${patch.index},${patch.remove},${JSON.stringify(patch.insert)}]`
  }
}

/** Writes one step of a path as JSON: what JSON has no word for as `{"n":"…"}`. */
function encodeKey(key: PathKey): string {
  if (typeof key === 'bigint') return `{"n":"${key}"}`
  if (typeof key !== 'number') return JSON.stringify(key)
  if (Number.isFinite(key) && !Object.is(key, -0)) return String(key)
  return `{"n":"${Object.is(key, -0) ? '-0' : key}"}`
}

/** Reads rows as JSON.parse gave them into patches, and takes them over; throws CORRUPT for anything else. */
export function decodePatches(rows: unknown): Patches {
  if (!Array.isArray(rows)) return corrupt('patches must be an array of rows')
  return Object.freeze(rows.map(row => seal(decodeRow(row)) as unknown as Patch))
}

function decodeRow(row: unknown): Open {
  if (!Array.isArray(row) || !Array.isArray(row[1]) || row[1].length >= maxDepth) return refuse()
  const [sign, keys, a, b, c] = row as [unknown, unknown[], unknown, unknown, unknown]
  const path = seal(keys.map(decodeKey))
  const depth = keys.length
  if (sign === '=' && row.length === 3) return { op: 'replace', path, value: cell(a, depth) }
  if (sign === '+' && row.length === 3) return { op: 'add', path, value: cell(a, depth) }
  if (sign === '+' && row.length === 4)
    return { op: 'add', path, value: cell(a, depth), before: decodeKey(b) }
  if (sign === '-' && row.length === 2) return { op: 'remove', path }
  if (row.length !== 5 || !isCount(a) || !isCount(b)) return refuse()
  if (sign === 's' && Array.isArray(c))
    return { op: 'splice', path, index: a, remove: b, insert: cells(c, depth + 1) }
  if (sign === 't' && typeof c === 'string') return { op: 'text', path, index: a, remove: b, insert: c }
  return refuse()
}

function cell(value: unknown, depth: number): Kept {
  const kept = decodeValue(value)
  return depth + heightOf(measureOf(kept)) > maxDepth ? corrupt(`nested more than ${maxDepth} deep`) : kept
}

function cells(values: readonly unknown[], depth: number): Kept {
  const insert: unknown[] = []
  for (const value of values) {
    if (isHole(value)) insert.length++
    else insert.push(cell(value, depth))
  }
  return seal(insert)
}

const isHole = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0

function decodeKey(key: unknown): PathKey {
  if (key === null || typeof key === 'string' || typeof key === 'boolean') return key
  if (typeof key === 'number') return Number.isFinite(key) && !Object.is(key, -0) ? key : refuse()
  if (typeof key !== 'object' || Object.keys(key).join() !== 'n') return refuse()
  const { n } = key as { n: unknown }
  if (typeof n !== 'string') return refuse()
  if (/^(?:0|-?[1-9]\d*)$/.test(n)) return BigInt(n)
  return n === 'NaN' || n === 'Infinity' || n === '-Infinity' || n === '-0' ? Number(n) : refuse()
}

const isCount = (n: unknown): n is number =>
  Number.isSafeInteger(n) && (n as number) >= 0 && !Object.is(n, -0)

function refuse(): never {
  return corrupt('a patch that is not in the form Varve writes')
}
