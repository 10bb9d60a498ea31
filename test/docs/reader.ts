import { createHash } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { readColumns } from './columns-reader.ts'

/**
 * A reader written from docs/format.md alone, without a line of the package: it shows that the page says enough, and
 * that the package writes what the page says. Leaves (Date, bytes…) come as `[tag, payload]`.
 */
export interface ReadLine {
  readonly text: string
  readonly hash: string
  readonly value: unknown
}

export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')

/** The lines of `main` of each variable in a SQLite file, the chain of each checked. */
export function readFile(file: string): Map<string, ReadLine[]> {
  const database = new DatabaseSync(file, { readOnly: true })
  const all = (sql: string, ...values: (string | number)[]) =>
    database.prepare(sql).all(...values) as Record<string, any>[]
  const found = new Map<string, ReadLine[]>()
  for (const { id, name } of all('SELECT id, name FROM variables')) {
    const [head] = all("SELECT lane, idx, hash, pos FROM heads WHERE variable = ? AND branch = 'main'", id)
    const texts: string[] = []
    for (let pos: number | null = head!['pos']!; pos !== null;) {
      const [run] = all('SELECT prev, body FROM runs WHERE pos = ?', pos)
      texts.unshift(...(run!['body'] as string).slice(1, -1).split(',\n'))
      pos = run!['prev']!
    }
    const older = all(
      'SELECT * FROM segments WHERE variable = ? AND lane = ? ORDER BY first DESC',
      id,
      head!['lane']!,
    )
    for (const { first, last, kind, body } of older) {
      if (kind === 'gap') throw new Error(`${name}: this reader knows no gaps`)
      texts.unshift(...(kind === 'lines' ? body.slice(1, -1).split(',\n') : readColumns(body, first, last)))
    }
    const lines = readLines(name, texts)
    if (lines.at(-1)!.hash !== head!['hash'] || lines.length - 1 !== head!['idx'])
      throw new Error(`${name}: broken`)
    found.set(name, lines)
  }
  database.close()
  return found
}

/** Hashes and values of the lines of one variable, from index 0 on. */
export function readLines(name: string, texts: readonly string[]): ReadLine[] {
  let hash = sha256(`varve/1 root\n${JSON.stringify(name)}`)
  let value: unknown
  return texts.map((text, index) => {
    hash = sha256(`varve/1 rev\n${hash}\n${text}`)
    const line = JSON.parse(text) as { i: number; b: unknown }
    if (line.i !== index) throw new Error(`${name}: ${line.i} stands at ${index}`)
    value = Array.isArray(line.b)
      ? (line.b as Row[]).reduce(applyRow, structuredClone(value))
      : readCell(line.b)
    return { text, hash, value }
  })
}

export function readCell(cell: unknown): unknown {
  if (typeof cell !== 'object' || cell === null) return cell
  return 'v' in cell ? cell.v : readFlat((cell as { x: unknown }).x)
}

const words = new Map<number, unknown>([
  [-1, undefined],
  [-3, NaN],
  [-4, Infinity],
  [-5, -Infinity],
  [-6, -0],
])

function readFlat(flat: unknown): unknown {
  if (!Array.isArray(flat)) return words.get(flat as number)
  const at = (ref: number): unknown => (ref < 0 ? words.get(ref) : entry(flat[ref]))
  const entry = (found: unknown): unknown => {
    if (typeof found !== 'object' || found === null) return found
    if (!Array.isArray(found))
      return Object.fromEntries(Object.entries(found).map(([k, ref]) => [k, at(ref as number)]))
    const [tag, ...rest] = found as [unknown, ...number[]]
    if (tag === 'Map') return new Map(pairs(rest).map(([key, ref]) => [at(key as number), at(ref)]))
    if (tag === 'Set') return new Set(rest.map(at))
    if (tag === 'null') return Object.fromEntries(pairs(rest).map(([key, ref]) => [key, at(ref)]))
    if (tag === 'BigInt') return BigInt(rest[0]!)
    if (tag === 'ArrayBuffer') return Buffer.from(String(rest[0]), 'base64')
    if (typeof tag === 'string') return [tag, at(rest[0]!)]
    if (tag === -7)
      return withPlaces(
        rest[0]!,
        pairs(rest.slice(1)).map(([place, ref]) => [place as number, at(ref)]),
      )
    const refs = found as number[]
    return withPlaces(
      refs.length,
      refs.flatMap((ref, place) => (ref === -2 ? [] : [[place, at(ref)] as const])),
    )
  }
  return entry(flat[0])
}

type Key = string | number | boolean | null | { n: string }
type Row = readonly [sign: string, path: readonly Key[], ...rest: unknown[]]

function applyRow(root: unknown, [sign, path, ...rest]: Row): unknown {
  if (path.length === 0 && sign === '=') return readCell(rest[0])
  const keys = path.map(readKey)
  const inner = sign === 's' || sign === 't' ? keys.length : keys.length - 1
  const holder = keys.slice(0, inner).reduce(getAt, root)
  const key = keys[inner]
  const [first, second, third] = rest as [never, never, never]
  if (sign === '=') replace(holder, key, readCell(first))
  else if (sign === '+') add(holder, key, readCell(first), rest.length > 1 ? readKey(second) : undefined)
  else if (sign === '-') remove(holder, key)
  else if (sign === 's') splice(holder as unknown[], first, second, third)
  else {
    const text = holder as string
    const edited = text.slice(0, first) + String(third) + text.slice(Number(first) + Number(second))
    if (keys.length === 0) return edited
    replace(keys.slice(0, -1).reduce(getAt, root), keys.at(-1), edited)
  }
  return root
}

function readKey(key: Key): unknown {
  if (typeof key !== 'object' || key === null) return key
  return /^-?\d+$/.test(key.n) && key.n !== '-0' ? BigInt(key.n) : Number(key.n)
}

function getAt(holder: unknown, key: unknown): unknown {
  if (holder instanceof Map) return holder.get(key)
  if (holder instanceof Set) return [...holder][key as number]
  return (holder as Record<string, unknown>)[String(key)]
}

function replace(holder: unknown, key: unknown, value: unknown): void {
  if (holder instanceof Map) holder.set(key, value)
  else if (holder instanceof Set) refill(holder, [...holder].toSpliced(key as number, 1, value))
  else (holder as Record<string, unknown>)[String(key)] = value
}

function add(holder: unknown, key: unknown, value: unknown, before: unknown): void {
  if (holder instanceof Set) return refill(holder, [...holder].toSpliced(key as number, 0, value))
  replace(holder, key, value)
  if (before === undefined || Array.isArray(holder)) return
  // What comes after it is taken out and put in again.
  const entries = holder instanceof Map ? [...holder] : Object.entries(holder as object)
  for (const [other, kept] of entries.slice(
    entries.findIndex(([other]) => other === before),
    -1,
  )) {
    remove(holder, other)
    replace(holder, other, kept)
  }
}

function remove(holder: unknown, key: unknown): void {
  if (holder instanceof Map) holder.delete(key)
  else if (holder instanceof Set) refill(holder, [...holder].toSpliced(key as number, 1))
  else Reflect.deleteProperty(holder as object, String(key))
}

function splice(array: unknown[], index: number, count: number, cells: readonly unknown[]): void {
  const isHole = (cell: unknown) =>
    typeof cell === 'object' && cell !== null && Object.keys(cell).length === 0
  array.splice(index, count, ...cells.map(readCell))
  cells.forEach((cell, place) => isHole(cell) && Reflect.deleteProperty(array, index + place))
}

function refill(set: Set<unknown>, values: readonly unknown[]): void {
  set.clear()
  for (const value of values) set.add(value)
}

function pairs(flat: readonly number[]): [unknown, number][] {
  return flat.flatMap((first, place) =>
    place % 2 === 0 ? [[first, flat[place + 1]!] as [unknown, number]] : [],
  )
}

function withPlaces(length: number, places: readonly (readonly [number, unknown])[]): unknown[] {
  const array: unknown[] = []
  array.length = length
  for (const [place, value] of places) array[place] = value
  return array
}
