import { isVarveError, VarveError } from '../errors.ts'
import { badOption } from '../options.ts'
import { diffKept } from './diff.ts'
import { JsonDocument } from './json-patch/json-document.ts'
import type { JsonPatchOperation } from './json-patch/operation.ts'
import { perform } from './json-patch/perform.ts'
import { unJson } from './json-patch/un-json.ts'
import { keep } from './keep.ts'
import type { Kept } from './kept.ts'
import type { Patches } from './path.ts'
import { hasPlace, kindOf, readPlace } from './sealed.ts'

/**
 * Finds the patches that do to a value what a JSON Patch (RFC 6902) does. The operations are done one after the other;
 * one that is malformed or doesn't fit, or a `test` that fails, is `BAD_PATCH`. What comes out is the difference between
 * the value and what became of it.
 */
export function fromJsonPatch(value: unknown, operations: readonly JsonPatchOperation[]): Patches {
  if (!Array.isArray(operations)) {
    throw badOption('fromJsonPatch', 'operations', 'are no array of JSON Patch operations')
  }
  const base = keep(value, { name: 'value' })
  const document = new JsonDocument(base)
  ;(operations as readonly JsonPatchOperation[]).forEach((given, i) => {
    const operation = keepOperation(given, i)
    perform(document, operation, why => refuse(operation, i, why))
  })
  return diffKept(base, document.seal())
}

/** What each operation needs beside `op` and `path`. */
const needs = {
  add: 'value',
  remove: '',
  replace: 'value',
  move: 'from',
  copy: 'from',
  test: 'value',
} as const

/** Brings an operation in, so that it is read once, and checks its form. */
function keepOperation(given: JsonPatchOperation, i: number): JsonPatchOperation {
  let kept: Kept
  try {
    kept = keep(given, { name: 'operation' })
  } catch (cause) {
    if (isVarveError(cause, 'NOT_REMEMBERABLE')) return refuse(given, i, cause.message, cause)
    throw cause
  }
  if (kindOf(kept) !== 'object') return refuse(given, i, 'it is no object')
  const operation = kept as unknown as JsonPatchOperation
  const [op, path] = [readPlace(kept, 'op'), readPlace(kept, 'path')]
  if (typeof op !== 'string' || !Object.hasOwn(needs, op)) {
    return refuse(operation, i, `its op is none of ${Object.keys(needs).join(', ')}`)
  }
  const need = needs[op as keyof typeof needs]
  if (typeof path !== 'string') return refuse(operation, i, 'its path is no JSON Pointer')
  if (need === 'from' && typeof readPlace(kept, need) !== 'string')
    return refuse(operation, i, 'its from is no JSON Pointer')
  if (need === 'value') {
    if (!hasPlace(kept, need)) return refuse(operation, i, 'it has no value')
    const problem = unJson(readPlace(kept, need))
    if (problem !== null) return refuse(operation, i, problem)
  }
  return operation
}

function refuse(operation: JsonPatchOperation, i: number, why: string, cause?: unknown): never {
  const { op, path } = Object(operation) as { op?: unknown; path?: unknown }
  const what = typeof path === 'string' && typeof op === 'string' ? `, ${op} at ${JSON.stringify(path)},` : ''
  const message = `Operation ${i} of a JSON Patch${what} can't be done: ${why}; nothing was changed`
  throw new VarveError('BAD_PATCH', message, { patch: operation }, { cause })
}
