import { VarveError } from '../errors.ts'
import { checkName } from '../history/name.ts'
import { badOption } from '../options.ts'
import type { PathKey } from '../value/path.ts'

/** A key of a mapping: a primitive that can be written down. */
export type MappingKey = PathKey

/** Which history of which key. */
export interface KeyLife {
  readonly key: MappingKey
  /** 0, and one more for each time the history was begun anew. */
  readonly generation: number
}

/** Refuses what cannot be the key of a mapping (`BAD_OPTION`). */
export function checkKey(where: string, key: unknown): asserts key is MappingKey {
  if (key === null || ['string', 'number', 'bigint', 'boolean'].includes(typeof key)) return
  throw badOption(where, 'key', `is ${typeof key}: give a string, number, bigint, boolean or null`)
}

/** Refuses what cannot be the name of a mapping in a store (`BAD_NAME`). */
export function checkMappingName(name: unknown): asserts name is string {
  if (typeof name !== 'string') {
    const message = `a mapping is opened by its store and a name, like open(store, 'contracts'); ${typeof name} is no name`
    throw new VarveError('BAD_NAME', message, { name: String(name) })
  }
  checkName(name, 'variable')
  if (!name.includes('/')) return
  const message = `${JSON.stringify(name)} cannot be the name of a mapping: it has '/', behind which its keys stand`
  throw new VarveError('BAD_NAME', message, { name })
}

/** Names the variable in which a store keeps one history of one key; `BAD_NAME` where that is too long. */
export function keyName(mapping: string, { key, generation }: KeyLife): string {
  const name = `${mapping}/${encodeKey(key)}${generation > 0 ? `/${generation}` : ''}`
  if (name.length <= longest) return name
  const message = `${mapping}: the key ${String(key).slice(0, 40)}… makes a name of ${name.length} characters in the store; ${longest} are allowed, take a shorter one`
  throw new VarveError('BAD_NAME', message, { name })
}

const longest = 200

/** Reads such a name back; undefined where it is none of this mapping. */
export function readKeyName(mapping: string, name: string): KeyLife | undefined {
  if (!name.startsWith(`${mapping}/`)) return undefined
  const [, encoded, generation, ...more] = name.split('/')
  if (more.length > 0 || (generation !== undefined && !/^[1-9]\d*$/.test(generation))) return undefined
  const life = { key: decodeKey(encoded!), generation: Number(generation ?? 0) }
  // What somebody else has named so is no key of ours.
  return life.key !== undefined && encodeKey(life.key) === encoded
    ? { key: life.key, generation: life.generation }
    : undefined
}

function encodeKey(key: MappingKey): string {
  if (typeof key === 'string') return escaped(key).replace(/^!/, '%0021')
  if (typeof key === 'number') return `!n${String(key)}`
  if (typeof key === 'bigint') return `!i${String(key)}`
  return `!${String(key)}`
}

function decodeKey(text: string): MappingKey | undefined {
  if (!text.startsWith('!')) return text.replace(/%([0-9a-f]{4})/g, (_, code: string) => charOf(code))
  if (text === '!true' || text === '!false') return text === '!true'
  if (text === '!null') return null
  if (text.startsWith('!n')) return Number(text.slice(2))
  return /^!i-?\d+$/.test(text) ? BigInt(text.slice(2)) : undefined
}

/** Writes what a name may not have, and what stands for it, as its code unit. */
function escaped(text: string): string {
  return text.replace(
    /[\u0000-\u001f\u007f-\u009f\u2028\u2029@:~#/%]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    char => `%${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function charOf(code: string): string {
  return String.fromCharCode(parseInt(code, 16))
}
