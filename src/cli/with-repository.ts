import { randomId } from '#platform'
import { isVarveError, type VarveError } from '../errors.ts'
import type { AnyRevision } from '../history/revision.ts'
import type { SyncStore } from '../store/store.ts'
import { openSync, type SyncRepository } from '../variable/repository.ts'
import type { Variable } from '../variable/variable.ts'
import { CommandFailure } from './exit-codes.ts'
import { mustBeThere } from './open-store.ts'
import { unknownVariable } from './read-variable.ts'
import { storeOf } from './store-of.ts'
import { isoTime } from './text/time-text.ts'

/** A file opened for changes, each of which is durable when its call returns. */
export interface OpenFile {
  readonly repository: SyncRepository
  readonly store: SyncStore
  /** What this program's revisions have as their writer. */
  readonly writer: string
}

/** How a file is opened for changes. */
export interface OpenOptions {
  /** Whether it is made where there is none. */
  readonly create?: boolean
}

/** Runs `use` with a file opened for changes; who lost a race is told who was first. */
export async function withRepository<T>(
  file: string,
  { create = false }: OpenOptions,
  use: (open: OpenFile) => T | Promise<T>,
): Promise<T> {
  if (!create) mustBeThere(file)
  const store = storeOf(file)
  try {
    const writer = randomId()
    const given = [writer]
    const repository = openSync(store, { durable: 'each', ids: () => given.pop() ?? randomId() })
    const result = await use({ repository, store, writer })
    repository.close()
    return result
  } catch (error) {
    // Not the repository: it would try again what has just failed.
    store.closeSync()
    throw isVarveError(error, 'CONFLICT') ? lostRace(error) : error
  }
}

/** Takes up a variable that the file knows; one that it does not know is not begun. */
export function storedVariable({ repository, store }: OpenFile, name: string): Variable<unknown> {
  if (!store.headSync(name, 'main')) throw unknownVariable(store, name)
  return repository.watch<unknown>(name, undefined)
}

function lostRace(error: VarveError<'CONFLICT'>): CommandFailure {
  const { variable, expected, actual, withdrawn } = error.details
  const first = `${variable}@${actual.index}, ${recordedBy(actual)}`
  const what =
    withdrawn.length > 0
      ? `${first}, was recorded first`
      : `its last revision is not @${expected.index} but ${first}`
  const message = `${variable}: ${what}; nothing was changed: look at it with varve show, and decide again`
  return new CommandFailure('conflict', message, { cause: error })
}

function recordedBy({ kind, creator, timestamp }: AnyRevision): string {
  return `${kind}${creator === null ? '' : ` by ${creator}`} at ${isoTime(timestamp.getTime())}`
}
