import { VarveError } from '../../errors.ts'
import { fits } from '../../store/querying/fits.ts'
import type { Condition, MembersQuery } from '../../store/querying/querying.ts'
import type { ManagedHistory } from '../managed-history.ts'
import { queryForm } from './query-form.ts'

/** Which members of a collection a container has. */
export class Scope {
  readonly collection: string
  readonly where: readonly Condition[]
  readonly isWithDeleted: boolean

  constructor(collection: string, where: readonly Condition[] = [], isWithDeleted = false) {
    this.collection = collection
    this.where = where
    this.isWithDeleted = isWithDeleted
  }

  /** The part for which all of this holds. */
  for(where: readonly Condition[]): Scope {
    return new Scope(this.collection, where, this.isWithDeleted)
  }

  withDeleted(): Scope {
    return new Scope(this.collection, this.where, true)
  }

  /** How a store is asked for the members, or for one of them. */
  query(key?: string): MembersQuery {
    const { collection, where, isWithDeleted } = this
    return { collection, where, isWithDeleted, key }
  }

  /** The object that a history has in here: the current one, with deleted ones the last; undefined where that is outside. */
  objectOf<T extends object>(history: ManagedHistory<T> | undefined): T | undefined {
    const object = this.isWithDeleted ? history?.getLastRevision() : history?.getCurrentRevision()
    return object && this.holds(object) ? object : undefined
  }

  /** Whether the last object of a history is in here, also a deleted one. */
  reaches<T extends object>(history: ManagedHistory<T>): boolean {
    // What somebody else has recorded may be no object; through the whole collection it can be taken away.
    if (this.where.length === 0) return history.track.timeline.length > 0
    const object = history.getLastRevision()
    return object !== undefined && this.holds(object)
  }

  /** Refuses an object that would not be in here (`REFUSED`). */
  mustHold(name: string, object: object): void {
    if (this.holds(object)) return
    const message = `${name}: what there is, or would be, is outside of this part of the collection, which has only what fits its where(); change it through the whole collection`
    throw new VarveError('REFUSED', message, {})
  }

  holds(object: object): boolean {
    return this.where.length === 0 || fits(queryForm(object), this.where)
  }
}
