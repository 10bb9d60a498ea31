import { addPatch, removePatch, replacePatch, splicePatch, textPatch } from '../patch.ts'
import type { Kept } from '../kept.ts'
import type { Patch, Path, PathKey } from '../path.ts'

/** A change of a container's own places, told from the container. */
export type Row =
  | { readonly op: 'whole'; readonly value: Kept; readonly old: Kept }
  | { readonly op: 'replace'; readonly key: PathKey; readonly value: Kept; readonly old: Kept }
  | { readonly op: 'add'; readonly key: PathKey; readonly value: Kept }
  | { readonly op: 'remove'; readonly key: PathKey; readonly old: Kept; readonly before: PathKey | undefined }
  | {
      readonly op: 'splice'
      readonly index: number
      readonly removed: readonly unknown[]
      readonly insert: readonly unknown[]
    }
  | { readonly op: 'text'; readonly index: number; readonly removed: string; readonly insert: string }

/** Tells a row from the root. */
export function patchOf(row: Row, path: Path): Patch {
  switch (row.op) {
    case 'whole':
      return replacePatch(path, row.value, row.old)
    case 'replace':
      return replacePatch([...path, row.key], row.value, row.old)
    case 'add':
      return addPatch([...path, row.key], row.value)
    case 'remove':
      return removePatch([...path, row.key], row.old, row.before)
    case 'splice':
      return splicePatch(path, row.index, row.removed, row.insert)
    case 'text':
      return textPatch(path, row.index, row.removed, row.insert)
  }
}
