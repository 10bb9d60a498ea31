import { readFileSync } from 'node:fs'

/** How the programs look that start others again when a file of theirs changes. */
const watchers: readonly RegExp[] = [
  /(^|[/\0])(nodemon|node-dev|ts-node-dev|tsnd)(\.[cm]?js)?(\0|$)/,
  // A word that comes later is the program's own.
  /(^|[/\0])tsx(\.[cm]?js|\/dist\/cli\.[cm]js)?\0watch(\0|$)/,
]
/** Bun and Deno watch in the program itself. */
const own = /\0--(watch|hot)(=[^\0]*)?(\0|$)/
const mostParents = 4

/**
 * Whether somebody starts this program again when its file changes: a script that writes itself would then be started for ever.
 * Node says so; other watchers are found among the parents, on Linux. `VARVE_WATCHED=1`, or `0`, says it for certain.
 */
export function isWatched(env: NodeJS.ProcessEnv = process.env): boolean {
  const said = env['VARVE_WATCHED']
  if (said === '0' || said === '1') return said === '1'
  if (env['WATCH_REPORT_DEPENDENCIES'] !== undefined) return true
  if (('bun' in process.versions || 'deno' in process.versions) && own.test(commandOf('self') ?? ''))
    return true
  let parent: string | undefined = String(process.ppid)
  for (let seen = 0; parent !== undefined && seen < mostParents; seen++) {
    const command = commandOf(parent)
    if (command === undefined) return false
    if (watchers.some(watcher => watcher.test(command))) return true
    parent = parentOf(parent)
  }
  return false
}

/** The words of a command, as the system has them: each ended by a NUL. */
function commandOf(process: string): string | undefined {
  return textOf(`/proc/${process}/cmdline`)
}

function parentOf(process: string): string | undefined {
  const parent = /^PPid:\s*(\d+)/m.exec(textOf(`/proc/${process}/status`) ?? '')?.[1]
  return parent === '0' ? undefined : parent
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
