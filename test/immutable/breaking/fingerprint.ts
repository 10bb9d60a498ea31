const ids = new WeakMap<object, number>()
let last = 0

/** Tells functions and prototypes apart without looking into them. */
function idOf(x: object | null): string {
  if (x === null) return 'null'
  if (!ids.has(x)) ids.set(x, ++last)
  return `#${ids.get(x)}`
}

/**
 * All that can be seen of a value, as one text: what it holds, by keys and by iteration, the attributes of its
 * properties, its prototype, and for leaves what is in them. Two texts are equal when nothing was changed.
 */
export function fingerprint(value: unknown, seen: Map<object, number> = new Map()): string {
  if (typeof value === 'function' && !isClass(value)) return `fn${idOf(value)}`
  if (value === null || (typeof value !== 'object' && typeof value !== 'function'))
    return `${typeof value}:${String(value)}`
  const known = seen.get(value)
  if (known !== undefined) return `again:${known}`
  seen.set(value, seen.size)
  const within = (part: unknown) => fingerprint(part, seen)
  const shape = [`proto${idOf(Object.getPrototypeOf(value))}`, insideOf(value)]
  shape.push(Object.isExtensible(value) ? 'open' : 'closed')
  for (const key of Reflect.ownKeys(value)) {
    const { value: held, get, set, ...flags } = Object.getOwnPropertyDescriptor(value, key)!
    const kind = get ? `get:${within(Reflect.get(value, key))}` : within(held)
    shape.push(`${String(key)}=${kind}${set ? 'set' : ''}${JSON.stringify(flags)}`)
  }
  if (isCollection(value)) shape.push(...[...value].map(within), `size:${value.size}`)
  return `{${shape.join(';')}}`
}

function isClass(value: object): boolean {
  return Function.prototype.toString.call(value).startsWith('class')
}

function isCollection(value: object): value is Iterable<unknown> & { readonly size: number } {
  return Symbol.iterator in value && 'size' in value && typeof value.size === 'number'
}

function insideOf(value: object): string {
  if (value instanceof Date) return `${value.getTime()}`
  if (value instanceof RegExp) return `${value.source}/${value.flags}/${value.lastIndex}`
  if (value instanceof URL) return value.href
  if (value instanceof ArrayBuffer) return new Uint8Array(value).join()
  return ''
}
