import { applyKept } from './apply.ts'
import { JsonDocument } from './json-patch/json-document.ts'
import type { JsonPatchOperation, Refuse } from './json-patch/operation.ts'
import { perform } from './json-patch/perform.ts'
import { pointerOf, stepsOf } from './json-patch/pointer.ts'
import { unJson } from './json-patch/un-json.ts'
import { keep } from './keep.ts'
import { keepPatches, refusePatch } from './keep-patches.ts'
import type { Kept } from './kept.ts'
import { patchInsert, patchValue } from './patch.ts'
import type { Patch, Patches, Path } from './path.ts'
import { thaw } from './thaw.ts'

type Splice = Extract<Patch, { readonly op: 'splice' }>

/**
 * Tells patches of a value as a JSON Patch (RFC 6902). A splice becomes an operation for each element, an edit of a text
 * the replacement of the whole text; the order of keys is not told, since in JSON it has no meaning. What JSON can't hold
 * is `BAD_PATCH`. The operations are plain and yours.
 */
export function toJsonPatch(value: unknown, patches: Patches): JsonPatchOperation[] {
  const base = keep(value, { name: 'value' })
  const kept = keepPatches(patches)
  // What doesn't fit the value is refused here, as by `apply`.
  applyKept(base, kept)
  const document = new JsonDocument(base)
  return kept.flatMap(patch => {
    const refuse: Refuse = why => refusePatch(patch, why, 'told as JSON Patch')
    return told(patch, document, refuse).map(operation => {
      perform(document, operation, refuse)
      return 'value' in operation ? { ...operation, value: thaw(operation.value) } : operation
    })
  })
}

function told(patch: Patch, document: JsonDocument, refuse: Refuse): JsonPatchOperation[] {
  const path = pointerOf(patch.path)
  const at = (pointer: string): unknown => document.read(stepsOf(pointer, refuse), refuse)
  switch (patch.op) {
    case 'text': {
      const { index, remove, insert } = patch
      const text = at(path) as string
      return [{ op: 'replace', path, value: text.slice(0, index) + insert + text.slice(index + remove) }]
    }
    case 'splice':
      return toldSplice(patch, path, refuse)
    case 'remove':
      if (Array.isArray(at(pointerOf(patch.path.slice(0, -1)))))
        refuse("it leaves a hole in an array, which JSON can't hold; a splice takes the element out")
      return [{ op: 'remove', path }]
    default:
      return [{ op: patch.op, path, value: held(patchValue(patch), patch.path, refuse) }]
  }
}

/** As many elements as are removed and inserted are replaced; the others are removed from the back, or added. */
function toldSplice(patch: Splice, path: string, refuse: Refuse): JsonPatchOperation[] {
  const { index, remove } = patch
  const insert = patchInsert(patch)
  const operations: JsonPatchOperation[] = []
  for (let i = index + remove - 1; i >= index + insert.length; i--) {
    operations.push({ op: 'remove', path: `${path}/${i}` })
  }
  for (let i = 0; i < insert.length; i++) {
    const at = index + i
    if (!Object.hasOwn(insert, i)) refuse(`it inserts a hole at index ${at}, which JSON can't hold`)
    const value = held(insert[i], [...patch.path, at], refuse)
    operations.push({ op: i < remove ? 'replace' : 'add', path: `${path}/${at}`, value })
  }
  return operations
}

/** What a patch brings in, which JSON has to be able to hold. */
function held(kept: Kept, path: Path, refuse: Refuse): unknown {
  const problem = unJson(kept, path)
  return problem === null ? kept : refuse(problem)
}
