import type { RevisionKind } from './revision.ts'

/** Every kind of revision that a line may name. */
export const revisionKinds: readonly RevisionKind[] = [
  'initial',
  'set',
  'update',
  'rollback',
  'undo',
  'redo',
  'merge',
  'delete',
  'revive',
]
