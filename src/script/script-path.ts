import { existsSync, realpathSync } from 'node:fs'
import { basename, isAbsolute } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { CallSite } from './call-site.ts'
import { refused } from './ways-out.ts'

/** How runtimes call what was typed in, or came by a pipe. */
const noFile = /^(REPL\d*|\[(eval|stdin|worker eval)\S*\]|evalmachine\.<anonymous>)$/

/** The file in which a call stands, links resolved; `REFUSED` where it stands in none. */
export function scriptPath(site: CallSite | undefined): string {
  const script = site?.script
  if (site?.isEval) throw refused(script ?? 'eval', 'it was made by eval, and stands in no file')
  if (script === undefined) throw refused('no file', 'the code that calls it came from no file')
  const path = pathOf(script)
  if (noFile.test(basename(path ?? script)))
    throw refused(script, 'what is typed in, or comes by a pipe, stands in no file')
  if (path === undefined) throw refused(short(script), 'that is no file that could be written')
  try {
    return realpathSync(path)
  } catch (error) {
    throw refused(path, `there is no such file here any more (${(error as Error).message})`)
  }
}

/** A path of a name that may be a URL, and may have a query that made it another module. */
function pathOf(script: string): string | undefined {
  // CommonJS has paths to the letter; loaders have put their queries behind some.
  if (isAbsolute(script)) return existsSync(script) ? script : script.replace(/\?.*$/s, '')
  if (!script.startsWith('file:')) return noFile.test(script) ? script : undefined
  const url = new URL(script)
  url.search = ''
  url.hash = ''
  return fileURLToPath(url)
}

function short(script: string): string {
  return script.length > 80 ? `${script.slice(0, 79)}…` : script
}
