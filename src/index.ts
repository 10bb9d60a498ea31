/** The door: values that remember. Every name here is explained where it is written. */
export { VarveError, isVarveError } from './errors.ts'
export type { ErrorDetails, VarveErrorCode } from './errors.ts'

export { nothing } from './value/types.ts'
export type {
  AsyncRecipe,
  Draft,
  Draftable,
  Input,
  Next,
  Nothing,
  Opaque,
  Recipe,
  Snapshot,
} from './value/types.ts'
export type { Patch, Patches, Path, PathKey } from './value/path.ts'
export { update } from './value/update.ts'
export { splice } from './value/splice.ts'
export { diff } from './value/diff.ts'
export type { DiffOptions } from './value/diff.ts'
export { apply } from './value/apply.ts'
export { invert } from './value/invert.ts'
export { fromJsonPatch } from './value/from-json-patch.ts'
export { toJsonPatch } from './value/to-json-patch.ts'
export type { JsonPatchOperation } from './value/json-patch/operation.ts'
export { merge } from './value/merge.ts'
export type { Merged } from './value/merge.ts'
export type { Conflict, Resolve, Resolver } from './value/merge/conflict.ts'
export { register } from './value/register.ts'

export type { AnyRevision, Origin, Revision, RevisionKind } from './history/revision.ts'
export type { BlameEntry, Diff, History, HistoryQuery } from './history/history.ts'
export type { Ref } from './history/ref.ts'

export { withInfo } from './recorder/info.ts'
export type { Change, ChangeInfo, ChangeOptions, Info } from './recorder/info.ts'
export type { Clock } from './recorder/times.ts'

export { getRegistry, transaction, watch } from './variable/default-registry.ts'
export { Registry } from './variable/registry.ts'
export type { RegistryCommon } from './variable/registry-common.ts'
export type { RegistryOptions } from './variable/registry-options.ts'
export { open, openSync } from './variable/repository.ts'
export type { Repository, SyncRepository, TrustedHeads } from './variable/repository.ts'
export type { RepositoryOptions } from './variable/store-table.ts'
export type { Readable, UndoOptions, Variable } from './variable/variable.ts'
export type {
  AsyncValidator,
  AsyncWatch,
  Listener,
  Validator,
  Watch,
  WatchOptions,
} from './variable/watch-options.ts'
export type { ConflictPolicy } from './recorder/conflict-policy.ts'
export type { AbortSignalLike, OwnAbortSignal } from './abort-signal.ts'
export type { Problem, Verification } from './history/verify.ts'
export type { Retention } from './history/retention.ts'
export type { Span } from './history/span.ts'

export { memory } from './store/memory.ts'
export type {
  Checkable,
  Durability,
  Forgetful,
  Forgetting,
  Gap,
  Head,
  Keyframe,
  Mark,
  Moves,
  NamedHead,
  Outcome,
  Run,
  Sealed,
  SealedBranch,
  SealedLines,
  Sealing,
  Store,
  StoredBranch,
  SyncCheckable,
  SyncExclusive,
  SyncForgetful,
  SyncSealing,
  SyncStore,
  Unit,
  Watchful,
} from './store/store.ts'
