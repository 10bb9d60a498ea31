import { readFileSync, realpathSync } from 'node:fs'

/** Read at once: a call that comes late is looked up in the text that runs, whatever an editor has made of it meanwhile. */
const started = startedProgram(process.argv[1])

/** The text of the program that was started, as it was then; undefined of any other file. */
export function startedText(file: string): string | undefined {
  return started?.file === file ? started.bytes.toString() : undefined
}

function startedProgram(
  path: string | undefined,
): { readonly file: string; readonly bytes: Buffer } | undefined {
  try {
    const file = realpathSync(path!)
    return { file, bytes: readFileSync(file) }
  } catch {
    // There is none, or it may not be read.
    return undefined
  }
}
