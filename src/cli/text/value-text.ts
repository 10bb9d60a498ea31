import type { Kept } from '../../value/kept.ts'
import { isLeaf } from '../../value/leaf.ts'
import { isOwnPrototype, ownTag } from '../../value/own-class.ts'
import { className } from '../../value/realm.ts'
import { kindOf, placesOf } from '../../value/sealed.ts'
import { leafText } from './leaf-text.ts'
import { keyText, stringText } from './string-text.ts'

/** One place inside a container: how it is introduced (`name: `), and its value; a gap of an array is its text. */
interface Part {
  readonly head: string
  readonly value: Kept
  readonly gap?: string
}

/** Writes a value on one line, `{ items: ['pear'], total: 3 }`; past `limit` characters it stops where it is. */
export function valueText(value: Kept, limit: number = Infinity): string {
  const out = { text: '', limit }
  write(out, value)
  return out.text
}

/** Writes a value in lines, each place on its own where a line would be longer than `width`. */
export function* valueLines(
  value: Kept,
  width: number,
  head = '',
  indent = '',
  tail = '',
): Generator<string> {
  const room = width - indent.length - head.length - tail.length
  const flat = isContainer(value) ? valueText(value, room) : valueText(value)
  if (!isContainer(value) || flat.length <= room) return yield `${indent}${head}${flat}${tail}`
  const [open, close] = brackets(value)
  yield `${indent}${head}${open}`
  const inner = `${indent}  `
  for (const part of partsOf(value)) {
    if (part.gap) yield `${inner}${part.gap},`
    else yield* valueLines(part.value, width, part.head, inner, ',')
  }
  yield `${indent}${close}${tail}`
}

/** Text that grows until it is longer than its limit. */
interface Limited {
  text: string
  readonly limit: number
}

function write(out: Limited, value: Kept): void {
  if (isLeaf(value)) {
    out.text += leafText(value, valueText)
    return
  }
  if (!isContainer(value)) {
    out.text += primitiveText(value, out.limit - out.text.length)
    return
  }
  const [open, close] = brackets(value)
  const gap = close === ']' ? '' : ' '
  out.text += open
  let between = gap
  for (const { head, value: inner, gap: holes } of partsOf(value)) {
    if (out.text.length > out.limit) return
    out.text += between + head
    between = ', '
    if (holes) out.text += holes
    else write(out, inner)
  }
  out.text += between === ', ' ? gap + close : close
}

function primitiveText(value: Exclude<Kept, object>, room: number): string {
  if (typeof value === 'string') return stringText(value, room)
  if (typeof value === 'bigint') return `${value}n`
  return Object.is(value, -0) ? '-0' : String(value)
}

function isContainer(value: Kept): value is Kept & object {
  const kind = kindOf(value)
  return kind !== 'primitive' && kind !== 'leaf'
}

function brackets(container: object): readonly [open: string, close: string] {
  const kind = kindOf(container)
  if (kind === 'array') return ['[', ']']
  if (kind === 'object') return [`${ownName(container)}{`, '}']
  const { size } = container as { readonly size: number }
  if (kind === 'list') return [`List(${size}) [`, ']']
  return [`${kind === 'map' ? 'Map' : 'Set'}(${size}) {`, '}']
}

/** What stands in front of an instance of an immutable type: its tag, which the file has, or else its class. */
function ownName(container: object): string {
  const prototype = Object.getPrototypeOf(container) as object | null
  return prototype !== null && isOwnPrototype(prototype)
    ? `${ownTag(prototype) ?? className(prototype)} `
    : ''
}

function* partsOf(container: object): Generator<Part> {
  const kind = kindOf(container)
  let next = 0
  for (const [key, value] of placesOf(container)) {
    if (kind === 'map') yield { head: `${primitiveText(key, Infinity)} => `, value }
    else if (kind === 'object') yield { head: `${keyText(String(key))}: `, value }
    else {
      if (kind === 'array') yield* gapOf(Number(key) - next)
      next = Number(key) + 1
      yield { head: '', value }
    }
  }
  if (kind === 'array') yield* gapOf((container as unknown[]).length - next)
}

function* gapOf(length: number): Generator<Part> {
  if (length > 0)
    yield { head: '', value: undefined, gap: `<${length} empty item${length === 1 ? '' : 's'}>` }
}
