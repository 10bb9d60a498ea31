/** Immutables with managed revisions. Every name here is explained where it is written. */
export { Immutable } from '../value/own-class.ts'
export { RevisionedImmutable } from './revisioned-immutable.ts'
export { ImmutableList, ImmutableMap, ImmutableSet, type ListDraft } from './collections.ts'
export { create, createMany } from './create.ts'
export { update } from './update.ts'
export { edit, finish, type Editing } from './edit.ts'
export { immutable } from './immutable.ts'
export { copy } from './copy.ts'
export { isImmutable, roleOf, stateOf } from './state.ts'
export { revisionOf } from './revision-of.ts'
export { RevisionedMapping } from './revisioned-mapping.ts'
export type { MappingOptions, OpenOptions } from './mapping-options.ts'
export type {
  ManagedChange,
  ManagerQuery,
  RevisionInfo,
  RevisionManager,
  RevisionState,
  RollbackOptions,
} from './revision-manager.ts'
export type { DraftOf, Locked, NextOf, UpdateChange, UpdateOptions } from './types.ts'
export type { Draft, Snapshot } from '../value/types.ts'
