import type { PathKey } from '../value/path.ts'
import type { PathNode } from '../value/working/path-node.ts'

/** Tells whether rows know a place under another key too: text can't tell the key 3 from "3". */
export function isAmbiguous(root: PathNode, place: readonly PathKey[]): boolean {
  if (!place.some(hasTwin)) return false
  let node: PathNode | undefined = root
  for (const key of place) {
    if (node === undefined) return false
    if (hasTwin(key)) {
      const other = typeof key === 'number' ? String(key) : Number(key)
      if (String(other) === String(key) && node.known(other) !== undefined) return true
    }
    node = node.known(key)
  }
  return false
}

/** Whether a key may be the text of another one, or the other way round: digits, a sign, NaN, Infinity. */
function hasTwin(key: PathKey): boolean {
  if (typeof key !== 'string') return typeof key === 'number'
  const first = key.charCodeAt(0)
  return (first >= 48 && first <= 57) || first === 45 || first === 73 || first === 78
}
