import { readlinkSync, realpathSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { hasCode } from './file-failure.ts'

/** As many as Linux follows. */
const mostLinks = 40

/** Finds the file that a path means, through links; one that is not there yet is where a link points, or its folder. */
export function realTarget(path: string): string {
  let at = path
  for (let links = 0; links <= mostLinks; links++) {
    const known = orUndefined(() => realpathSync(at), 'ENOENT')
    if (known !== undefined) return known
    // A link to what is not there yet.
    const folder = realpathSync(dirname(at))
    const own = join(folder, basename(at))
    const link = orUndefined(() => readlinkSync(own), 'ENOENT', 'EINVAL')
    if (link === undefined) return own
    at = resolve(folder, link)
  }
  return realpathSync(path)
}

function orUndefined(find: () => string, ...codes: readonly string[]): string | undefined {
  try {
    return find()
  } catch (error) {
    if (hasCode(error, ...codes)) return undefined
    throw error
  }
}
