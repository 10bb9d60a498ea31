import type { Kept } from '../kept.ts'
import { isLeaf } from '../leaf.ts'
import type { PathKey } from '../path.ts'
import { hasPlace, readPlace } from '../sealed.ts'
import type { KeyedNode, Touch } from './keyed-node.ts'
import { type Finish, Node, standsFor } from './node.ts'
import type { Row } from './row.ts'

/** What was written at an object's or Map's own keys. */
export interface Written {
  readonly rows: readonly Row[]
  /** The keys whose content needs no rows of its own: a row carries it, or it is what it was. */
  readonly keys: ReadonlySet<PathKey>
  /** True when nothing of the base is left, so that one row for the whole container says it better. */
  readonly whole: boolean
}

const nothingWritten: Written = { rows: [], keys: new Set(), whole: false }
/** From how many keys on an emptied container is told as one row. */
const many = 8

/** Finds the rows that turn the base's places into the node's: by its final state, however often a key was written. */
export function keyedRows(node: KeyedNode, finish: Finish): Written {
  const { base, touched } = node
  if (touched === null) return nothingWritten
  const moved = isReordered(
    { has: key => hasPlace(base, key as PathKey), keys: () => node.baseKeys() },
    node as Keys,
    touched,
  )
  const keys = new Set<PathKey>()
  const gone = new Set<PathKey>()
  const replaced: Row[] = []
  const added: Row[] = []
  for (const [key, touch] of touched) {
    const was = hasPlace(base, key)
    const is = node.has(key)
    const leaves = was && (!is || (moved && touch === 'fresh'))
    if (leaves) gone.add(key)
    if (!is) continue
    const slot = node.slot(key)
    const old = readPlace(base, key)
    if (was && !leaves && standsFor(slot, old)) continue
    keys.add(key)
    const value = slot instanceof Node ? finish(slot, key) : (slot as Kept)
    if (!was || leaves) added.push({ op: 'add', key, value })
    else if (!isSameSlot(value, old)) replaced.push({ op: 'replace', key, value, old })
  }
  const removed = removals(node, gone)
  return { rows: [...removed.rows, ...replaced, ...added], keys, whole: removed.all && gone.size > many }
}

/** Tells whether two slots hold the same: identical, or equal leaves. */
export function isSameSlot(a: unknown, b: unknown): boolean {
  return Object.is(a, b) || (isLeaf(a) && isLeaf(b) && a.type === b.type && a.equals(b))
}

interface Keys {
  has(key: unknown): boolean
  keys(): Iterable<unknown>
}

/** Tells whether keys that were taken away and put again stand elsewhere now. */
export function isReordered(base: Keys, now: Keys, touched: ReadonlyMap<unknown, Touch>): boolean {
  const fresh = [...touched].filter(([, touch]) => touch === 'fresh').map(([key]) => key)
  if (!fresh.some(key => base.has(key))) return false
  const inPlace = [...base.keys()].filter(key => now.has(key))
  const expected = [...inPlace, ...fresh.filter(key => !base.has(key))]
  let at = 0
  for (const key of now.keys()) if (!Object.is(key, expected[at++])) return true
  return false
}

/** In the base's order, each with the key that followed: taken back from the last to the first, all find their place. */
function removals(node: KeyedNode, gone: ReadonlySet<PathKey>): { rows: Row[]; all: boolean } {
  if (gone.size === 0) return { rows: [], all: false }
  const keys = [...node.baseKeys()]
  const rows: Row[] = []
  keys.forEach((key, i) => {
    if (gone.has(key)) rows.push({ op: 'remove', key, old: readPlace(node.base, key), before: keys[i + 1] })
  })
  return { rows, all: gone.size === keys.length }
}
