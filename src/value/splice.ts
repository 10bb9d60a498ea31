import { VarveError } from '../errors.ts'
import { ElementsNode } from './draft/elements-node.ts'
import { KeyedNode } from './draft/keyed-node.ts'
import { nodeOf } from './draft/standing.ts'
import { isListPrototype } from './list-family.ts'
import { positionOf } from './position-of.ts'
import { writeRaw } from './working/raw-places.ts'
import { op } from './working/row-log.ts'

const atOnce = 1_000

/** Edits the string or array at `key` of a draft as one row of history; positions are as in Array's own `splice`. */
export function splice<D extends object>(
  draft: D,
  key: keyof D,
  start: number,
  deleteCount: number,
  insert: string | readonly unknown[],
): void {
  const node = nodeOf(draft)
  if (!(node instanceof KeyedNode || node instanceof ElementsNode))
    refuse('draft', 'edits a place of a draft; give it the draft of a recipe')
  const at = node instanceof ElementsNode ? Number(key) : (key as string)
  const content: unknown = node.read(at as never)
  if (isSpliceable(content)) {
    if (typeof insert === 'string') refuse('insert', 'needs an array to put into an array')
    return spliceElements(content, start, deleteCount, insert)
  }
  if (typeof content !== 'string') refuse('key', `needs a string or an array at ${String(key)}`)
  if (typeof insert !== 'string') refuse('insert', 'needs a string to put into a string')
  node.session.write()
  const index = positionOf(start, content.length)
  const remove = Math.max(0, Math.min(Math.trunc(deleteCount), content.length - index)) || 0
  const removed = content.slice(index, index + remove)
  if (removed === insert) return
  writeRaw(node.own(), at, content.slice(0, index) + insert + content.slice(index + remove))
  for (const place of node.places()) node.session.log.push(op.text, place.child(at), index, insert, removed)
}

interface Spliceable {
  readonly length?: number
  readonly size?: number
  splice(start: number, remove: number, ...items: unknown[]): unknown
}

/** The draft of an array or of a list. */
function isSpliceable(content: unknown): content is Spliceable {
  if (typeof content !== 'object' || content === null) return false
  return Array.isArray(content) || isListPrototype(Object.getPrototypeOf(content))
}

/** By thousands, which still make one row: as arguments, some hundred thousand overflow the stack. */
function spliceElements(
  list: Spliceable,
  start: number,
  deleteCount: number,
  insert: readonly unknown[],
): void {
  const index = positionOf(start, list.length ?? list.size!)
  list.splice(index, deleteCount, ...insert.slice(0, atOnce))
  for (let done = atOnce; done < insert.length; done += atOnce)
    list.splice(index + done, 0, ...insert.slice(done, done + atOnce))
}

function refuse(option: string, what: string): never {
  throw new VarveError('BAD_OPTION', `splice ${what}`, { option, nearest: null })
}
