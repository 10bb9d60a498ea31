import { maxDepth, maxPlaces } from './bounds.ts'
import { corrupt } from './corrupt.ts'
import type { Kept } from './kept.ts'
import { heightOf, measureOf, sizeOf } from './measure.ts'
import type { Path } from './path.ts'
import { isJsonNumber, isPlainJson, sealJson } from './plain-json.ts'
import { refuseDepth, refuseSize } from './refuse.ts'
import { decodeRich, encodeRich } from './rich.ts'

/** Where a value stands: for messages, and counted towards the depth bound. */
export interface CodecPlace {
  readonly name: string
  readonly path: Path
}

const nowhere: CodecPlace = { name: 'value', path: [] }

/**
 * Writes a kept value as the JSON text of a cell: a JSON primitive as itself, a container of plain JSON as `{"v":…}`,
 * anything richer as `{"x":…}` in devalue's flat form.
 */
export function encodeValue(kept: Kept, place: CodecPlace = nowhere): string {
  const type = typeof kept
  if (type === 'string') return JSON.stringify(kept)
  if (type === 'number' && isJsonNumber(kept)) return String(kept as number)
  if (type === 'boolean') return kept ? 'true' : 'false'
  if (kept === null) return 'null'
  if (type === 'object') {
    checkBounds(kept, place)
    if (isPlainJson(kept)) return `{"v":${JSON.stringify(kept)}}`
  }
  return `{"x":${encodeRich(kept)}}`
}

/** Edits may have made a kept value deeper or greater than what was once let in. */
function checkBounds(kept: Kept, { name, path }: CodecPlace): void {
  const measure = measureOf(kept)
  if (path.length + heightOf(measure) > maxDepth) refuseDepth(name, path)
  if (sizeOf(measure) > maxPlaces) refuseSize(name, path)
}

/**
 * Reads a cell as `JSON.parse` gave it into a kept value, and takes it over: the cell must not be used afterwards.
 * Throws CORRUPT for whatever `encodeValue` doesn't write.
 */
export function decodeValue(cell: unknown): Kept {
  if (typeof cell !== 'object' || cell === null) return decodePrimitive(cell)
  const keys = Object.keys(cell)
  if (keys.length !== 1) return corrupt('a cell must be a JSON primitive, {"v":…} or {"x":…}')
  const { v, x } = cell as { v?: unknown; x?: unknown }
  if (keys[0] === 'x') return decodeRich(x)
  if (keys[0] !== 'v' || typeof v !== 'object' || v === null)
    return corrupt('a cell must be a JSON primitive, {"v":…} or {"x":…}')
  return sealJson(v)
}

function decodePrimitive(cell: unknown): Kept {
  if (typeof cell === 'string' || typeof cell === 'boolean' || cell === null) return cell
  if (typeof cell === 'number' && isJsonNumber(cell)) return cell
  return corrupt('a number in JSON must be finite, and not -0')
}
