import { Immutable } from '../value/own-class.ts'
import { noteCreated } from './managed-of.ts'

/** Base of one's own types whose instances keep a history, from `create` on. */
export abstract class RevisionedImmutable extends Immutable {}

/** Lets a new root begin its history, where its class is one that keeps one. */
export function noteRoot(root: object): void {
  if (root instanceof RevisionedImmutable) noteCreated(root)
}
