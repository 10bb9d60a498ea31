import { partsOf } from './parts.ts'
import { unshared } from '../value/plain-values.ts'
import type { Source } from './version-commands.ts'
import type { WatchedTwin } from './watched-twin.ts'

/** A value as it is handed in, and a plain copy of it. */
export interface Given {
  readonly value: unknown
  readonly plain: unknown
}

/** Makes what a source says: a value of one's own, or a part of what a variable has handed out, now or of old. */
export function given(source: Source, own: WatchedTwin, other: WatchedTwin): Given {
  const { from } = source
  if (from === 'fresh') return { value: unshared(source.value), plain: unshared(source.value) }
  if (from === 'own') return partOf(own, own.versions.all.length - 1, source.part)
  if (from === 'other') return partOf(other, other.versions.all.length - 1, source.part)
  const { left } = own.versions
  const old = partOf(own, left[source.at % left.length]!, source.part)
  if (from === 'old') return old
  // One part at two places, beside something new.
  const value = { old: old.value, again: [old.value], fresh: unshared(source.value) }
  return { value, plain: unshared({ old: old.plain, again: [old.plain], fresh: source.value }) }
}

function partOf(twin: WatchedTwin, index: number, n: number): Given {
  const parts = partsOf(twin.versions.all[index]!.value)
  const { path, value } = parts[n % parts.length]!
  const isHead = index === twin.versions.all.length - 1
  const seen = isHead ? twin.variable.peek(path) : twin.variable.peek(path, index)
  return { value: twin.hand.take('a part to be put elsewhere', seen), plain: unshared(value) }
}
