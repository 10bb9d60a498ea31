import { checkCount, checkInstant } from '../../history/check-query.ts'
import { badOption, checkOptions } from '../../options.ts'
import type { Querying, RevisionsQuery, ShownRevisionOf } from '../../store/querying/querying.ts'
import { isPlainText, storableText, textOf } from '../../store/querying/storable-text.ts'
import type { ShownState } from '../../store/store.ts'
import type { ManagerQuery } from '../revision-manager.ts'
import { managerQueryFields } from '../version-query.ts'
import type { Scope } from './scope.ts'

/** The states of versions on the effective line. */
const inEffect: readonly ShownState[] = ['locked', 'retired', 'deleted']
/** So many rows are asked for together. */
const pageSize = 256

/** Which revisions are looked for, and which part of them is wanted. */
export interface Search {
  readonly query: RevisionsQuery
  /** What the comment contains, where a store cannot tell. */
  readonly comment: string | undefined
  readonly skip: number
  readonly size: number
}

/** Reads a query: versions in effect of one member, or everything that happened in a scope. `BAD_OPTION` for what makes no sense. */
export function searchOf(where: string, scope: Scope, given: ManagerQuery, key?: string): Search {
  checkOptions(where, given, managerQueryFields)
  const { creator, startBefore, startAfter, batchStart, batchSize } = given
  const dropped = flag(where, 'dropped', given.dropped)
  const everything =
    key === undefined && dropped === undefined ? ([...inEffect, 'dropped', null] as const) : inEffect
  const comment = text(where, 'comment', given.comment)
  const isPlain = comment === undefined || isPlainText(comment)
  const query = {
    ...scope.withDeleted().query(key),
    states: dropped ? (['dropped'] as const) : everything,
    creator: stored(text(where, 'creator', creator)),
    comment: isPlain ? comment : undefined,
    startAfter: checkInstant(where, 'startAfter', startAfter),
    startBefore: checkInstant(where, 'startBefore', startBefore),
    isReversed: flag(where, 'reversed', given.reversed) ?? false,
  }
  const [skip, size] = [
    checkCount(where, 'batchStart', batchStart),
    checkCount(where, 'batchSize', batchSize),
  ]
  return { query, comment: isPlain ? undefined : comment, skip: skip ?? 0, size: size ?? Infinity }
}

/** Asks a store for what is looked for, page by page. */
export async function* findRevisions(
  store: Querying,
  { query, comment, skip, size }: Search,
): AsyncGenerator<ShownRevisionOf, undefined> {
  let [after, toSkip, left] = [query.after, skip, size]
  while (left > 0) {
    // What only we can tell apart is counted here.
    const inStore = comment === undefined ? toSkip : 0
    const limit = comment === undefined ? Math.min(left, pageSize) : pageSize
    const page = await store.revisions({ ...query, after }, { skip: inStore, limit })
    toSkip -= inStore
    for (const row of page) {
      if (comment !== undefined && !(row.comment !== null && textOf(row.comment).includes(comment))) continue
      if (toSkip > 0) {
        toSkip--
        continue
      }
      yield row
      if (--left === 0) return
    }
    if (page.length < limit) return
    after = page.at(-1)!
  }
}

function text(where: string, option: string, value: unknown): string | undefined {
  if (value === undefined || typeof value === 'string') return value
  throw badOption(where, option, `is ${value === null ? 'null' : typeof value}: give a text`)
}

function flag(where: string, option: string, value: unknown): boolean | undefined {
  if (value === undefined || typeof value === 'boolean') return value
  throw badOption(where, option, 'is neither true nor false')
}

function stored(value: string | undefined): string | undefined {
  return value === undefined ? undefined : storableText(value)
}
