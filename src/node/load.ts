import { VarveError } from '../errors.ts'
import type { Variable } from '../variable/variable.ts'
import { loadedVariable } from './loaded.ts'
import { readPortableFile } from './portable-file.ts'

/**
 * Reads a variable that `save` has written, or `varve export`, with its whole history and the same hashes. It lives in
 * memory and can go on; nothing of that is in the file until it is saved again. A file that is not ours is `NOT_OURS`, one
 * of a later version `TOO_NEW`, a damaged one `CORRUPT`, with the number of its line; one with several variables is
 * `REFUSED`.
 */
export async function load<T>(path: string): Promise<Variable<T>> {
  let loaded: Variable<unknown> | undefined
  for await (const history of readPortableFile(path)) {
    if (loaded) {
      const message = `${path} holds '${loaded.name}', '${history.name}' and perhaps more; varve import takes them into one file`
      throw new VarveError('REFUSED', message, {})
    }
    loaded = loadedVariable(history)
  }
  // A text without a history was refused on the way.
  return loaded as Variable<T>
}
