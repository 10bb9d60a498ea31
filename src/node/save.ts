import { isVarveError, VarveError } from '../errors.ts'
import type { AnyRevision } from '../history/revision.ts'
import { badOption } from '../options.ts'
import type { Variable } from '../variable/variable.ts'
import { load } from './load.ts'
import { headerOf, holdsSeveral } from './portable-file.ts'
import { rewriteFile } from '../store/rewriting/rewrite-file.ts'

/**
 * Writes a variable with its whole history, as it is at the call, into a file: whatever happens meanwhile, the file holds
 * all of it or what it held before. When this settles it is on the disk.
 *
 * It replaces an earlier state of the same history and nothing else: a file that holds another variable or was not saved
 * by varve is `NOT_OURS`, one with revisions that this history does not have is `CONFLICT`. A full disk is `DISK_FULL`.
 */
export async function save<T, In>(variable: Variable<T, In>, path: string): Promise<void> {
  if (typeof variable?.export !== 'function') throw badOption('save', 'variable', 'is no variable')
  const lines = Iterator.from(variable.export()).map(line => `${line}\n`)
  try {
    rewriteFile(path, lines, file => mustContinue(variable, file))
  } catch (error) {
    throw isVarveError(error, 'CONFLICT') ? await withTheirs(error, path) : error
  }
}

/** Refuses to replace revisions that are nowhere else. */
function mustContinue<T, In>(variable: Variable<T, In>, file: string): void {
  const header = headerOf(file)
  if (!header) return
  const { name } = variable
  if (header.name !== name || holdsSeveral(file)) {
    const others = header.name === name ? 'more than' : `'${header.name}' and not`
    const message = `${file} holds the history of ${others} '${name}'. It was left as it is; choose another path.`
    throw new VarveError('NOT_OURS', message, { file })
  }
  const { index, hash } = header.head
  if (has(variable, index, hash)) return
  const actual = variable.lastChange() as AnyRevision
  const message = `${file} holds ${name}@${index}, which this history does not have; load it and go on from there, or choose another path`
  throw new VarveError('CONFLICT', message, { variable: name, expected: actual, actual, withdrawn: [] })
}

/** What was forgotten since counts as had. */
function has<T, In>(variable: Variable<T, In>, index: number, hash: string): boolean {
  try {
    return variable.revision(index).hash === hash
  } catch (error) {
    if (isVarveError(error, 'UNKNOWN_REVISION')) return error.details.pruned !== null
    if (isVarveError(error, 'OUT_OF_RANGE')) return false
    throw error
  }
}

/** Looks what the file has; where that is damaged, this is what has to be told. */
async function withTheirs(error: VarveError<'CONFLICT'>, path: string): Promise<VarveError<'CONFLICT'>> {
  const actual = (await load(path)).lastChange() as AnyRevision
  return new VarveError('CONFLICT', error.message, { ...error.details, actual })
}
