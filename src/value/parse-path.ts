import { VarveError } from '../errors.ts'
import type { Path, PathKey } from './path.ts'

export { pathText } from './path-text.ts'

/** Reads a place: a path as it is, or its text: `players[3].name`, `players.3.name`, `["a.b"]`, `[12n]`. */
export function toPath(place: Path | string): Path {
  if (typeof place !== 'string') return checked(place)
  const path: PathKey[] = []
  let at = 0
  while (at < place.length) {
    const [key, end] = place[at] === '[' ? readBracket(place, at) : readName(place, at)
    path.push(key)
    at = end
  }
  return path
}

function readName(text: string, at: number): [PathKey, number] {
  const start = at === 0 ? 0 : at + 1
  if (at > 0 && text[at] !== '.') refuse(text, at)
  let end = start
  while (end < text.length && text[end] !== '.' && text[end] !== '[' && text[end] !== ']') end++
  if (end === start || text[end] === ']') refuse(text, end)
  const name = text.slice(start, end)
  return [/^(0|[1-9]\d{0,14})$/.test(name) ? Number(name) : name, end]
}

function readBracket(text: string, at: number): [PathKey, number] {
  const quoted = /^\["(?:[^"\\]|\\.)*"\]/s.exec(text.slice(at))?.[0]
  const inside = quoted ? quoted.slice(1, -1) : text.slice(at + 1, (text + ']').indexOf(']', at))
  const end = at + inside.length + 2
  const key = end > text.length ? undefined : readKey(inside)
  return key === undefined ? refuse(text, at) : [key, end]
}

function readKey(text: string): PathKey | undefined {
  if (text === 'true' || text === 'false') return text === 'true'
  if (text === 'null') return null
  if (/^-?\d+n$/.test(text)) return BigInt(text.slice(0, -1))
  if (/^(NaN|-?Infinity|-?\d+(\.\d+)?(e[+-]?\d+)?)$/.test(text)) return Number(text)
  try {
    return text.startsWith('"') ? (JSON.parse(text) as string) : undefined
  } catch {
    return undefined
  }
}

function checked(path: Path): Path {
  if (!Array.isArray(path)) {
    const message = `A path is a text like 'players[3].name' or an array of keys, not ${path === null ? 'null' : typeof path}`
    throw new VarveError('BAD_OPTION', message, { option: 'path', nearest: null })
  }
  for (const key of path as readonly unknown[]) {
    if (isPathKey(key)) continue
    const message = `A path is made of strings, numbers, bigints, booleans and null, not of ${typeof key}s`
    throw new VarveError('BAD_OPTION', message, { option: 'path', nearest: null })
  }
  return path
}

/** Tells whether something may be one step of a path, which is also what may be a Map key. */
export function isPathKey(key: unknown): key is PathKey {
  const type = typeof key
  return key === null || type === 'string' || type === 'number' || type === 'bigint' || type === 'boolean'
}

function refuse(text: string, at: number): never {
  const message = `${JSON.stringify(text)} is not a path: it stops making sense at position ${at}; write players[3].name or ["a.b"]`
  throw new VarveError('BAD_OPTION', message, { option: 'path', nearest: null })
}
