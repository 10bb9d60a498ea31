import { keep } from '../keep.ts'
import { isJsonEqual } from './is-json-equal.ts'
import type { JsonDocument } from './json-document.ts'
import type { JsonPatchOperation, Refuse } from './operation.ts'
import { stepsOf } from './pointer.ts'

/** Does to a document what an operation says. */
export function perform(document: JsonDocument, operation: JsonPatchOperation, refuse: Refuse): void {
  const { op, path } = operation
  const steps = stepsOf(path, refuse)
  if (op === 'remove') document.remove(steps, refuse)
  else if (op === 'add' || op === 'replace') {
    document[op](steps, keep(operation.value, { name: 'value' }), refuse)
  } else if (op === 'test') {
    if (!isJsonEqual(document.read(steps, refuse), operation.value)) refuse('something else is there')
  } else {
    const from = stepsOf(operation.from, refuse)
    if (op === 'copy') return document.add(steps, document.sealed(from, refuse), refuse)
    if (steps.length > from.length && from.every((step, i) => step === steps[i])) {
      refuse('it would be moved into itself')
    }
    const moved = document.sealed(from, refuse)
    // To where it stands already: a key keeps its place in the order, too.
    if (path === operation.from) return
    document.remove(from, refuse)
    document.add(steps, moved, refuse)
  }
}
