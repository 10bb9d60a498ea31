import type { Path, PathKey } from './path.ts'

/** Writes a path as text that reads back as the same path: `players[3].name`, `["a.b"]`, `[12n]`. */
export function pathText(path: Path): string {
  let text = ''
  for (const key of path) text += isName(key) ? (text === '' ? key : `.${key}`) : `[${keyText(key)}]`
  return text
}

/** Writes a place in a named value as text: `score.players[3].name`. */
export function placeText(name: string, path: Path): string {
  if (path.length === 0) return name
  return isName(path[0]) ? `${name}.${pathText(path)}` : name + pathText(path)
}

const isName = (key: PathKey | undefined): key is string =>
  typeof key === 'string' && /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key)

function keyText(key: PathKey): string {
  if (typeof key === 'string') return JSON.stringify(key)
  if (typeof key === 'bigint') return `${key}n`
  return Object.is(key, -0) ? '-0' : String(key)
}
