import type { Kept } from '../../value/kept.ts'
import type { Leaf } from '../../value/leaf.ts'
import { BytesLeaf } from '../../value/leaves/bytes.ts'
import { DateLeaf } from '../../value/leaves/date.ts'
import { ErrorLeaf } from '../../value/leaves/error.ts'
import { RegisteredLeaf } from '../../value/leaves/registered.ts'
import { RegExpLeaf } from '../../value/leaves/regexp.ts'
import { TemporalLeaf } from '../../value/leaves/temporal.ts'
import { UrlLeaf } from '../../value/leaves/url.ts'
import { readPlace } from '../../value/sealed.ts'
import { safeText } from './safe-text.ts'
import { stringText } from './string-text.ts'

const mostElements = 100

/** Writes what stands for an object with inner state: `2026-11-01T10:00:00.000Z`, `/a+/g`, `Uint8Array(2) [1, 2]`. */
export function leafText(leaf: Leaf, plainText: (plain: Kept) => string): string {
  if (leaf instanceof DateLeaf)
    return Number.isNaN(leaf.time) ? 'Invalid Date' : new Date(leaf.time).toISOString()
  if (leaf instanceof RegExpLeaf) return safeText(`/${leaf.source}/${leaf.flags}`)
  if (leaf instanceof UrlLeaf) return `URL ${stringText(leaf.href)}`
  if (leaf instanceof TemporalLeaf) return safeText(`Temporal.${leaf.type} ${leaf.text}`)
  if (leaf instanceof BytesLeaf) return bytesText(leaf)
  // Of a class that this program need not know: its tag and its plain data.
  if (leaf instanceof RegisteredLeaf) return `${safeText(leaf.tag)} ${plainText(leaf.plain)}`
  if (leaf instanceof ErrorLeaf)
    return `[${safeText(leaf.type)}: ${plainText(readPlace(leaf.hidden, 'message'))}]`
  return safeText(leaf.type)
}

function bytesText(leaf: BytesLeaf): string {
  const copy = leaf.copy()
  const elements =
    ArrayBuffer.isView(copy) && Symbol.iterator in copy ? (copy as unknown as Uint8Array) : leaf.bytes
  const first = Array.from(elements.subarray(0, mostElements), String).join(', ')
  const rest = elements.length - mostElements
  return `${leaf.type}(${elements.length}) [${first}${rest > 0 ? `, … ${rest} more` : ''}]`
}
