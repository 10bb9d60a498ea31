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
export { Container, type ContainerOptions } from './container/container.ts'
export type { AsyncRevisionManager } from './container/async-revision-manager.ts'
export type { ContainerChange } from './container/changes.ts'
export type { Where } from './container/where.ts'
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
