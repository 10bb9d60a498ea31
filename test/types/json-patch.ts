import {
  fromJsonPatch,
  isVarveError,
  type JsonPatchOperation,
  type Patch,
  type Patches,
  toJsonPatch,
} from 'varve'
import { same } from './same.ts'

declare const patches: Patches
const operations = toJsonPatch({ a: 1 }, patches)
same<typeof operations, JsonPatchOperation[]>(true)
const back = fromJsonPatch({ a: 1 }, operations)
same<typeof back, Patches>(true)
fromJsonPatch([], [{ op: 'move', from: '/0', path: '/-' }])
// @ts-expect-error add needs a value
fromJsonPatch([], [{ op: 'add', path: '/-' }])
// @ts-expect-error a path is a JSON Pointer
fromJsonPatch([], [{ op: 'remove', path: [0] }])
// @ts-expect-error there is no such operation
fromJsonPatch([], [{ op: 'splice', path: '/0', value: 1 }])

try {
  fromJsonPatch({}, operations)
} catch (error) {
  if (isVarveError(error, 'BAD_PATCH')) same<typeof error.details.patch, Patch | JsonPatchOperation>(true)
}
