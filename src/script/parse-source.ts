import * as module from 'node:module'
import { extname } from 'node:path'
import { parse, type Program } from 'acorn'

/** A program as a tree, in the positions of the text that was given. */
export interface ParsedSource {
  readonly text: string
  readonly program: Program
}

/** How types are taken out: positions stay, or as Node does it for code that is more than types. */
type Mode = 'strip' | 'transform'

const typescript = ['.ts', '.mts', '.cts', '.tsx']

/** Parses a program; throws what the parser throws. A byte order mark is no part of it. */
export function parseSource(file: string, source: string, mode: Mode = 'strip'): ParsedSource {
  const bare = source.replace(/^\uFEFF/, '')
  const text = typescript.includes(extname(file)) ? withoutTypes(bare, mode) : bare
  const options = { ecmaVersion: 'latest', allowHashBang: true } as const
  try {
    return { text, program: parse(text, { ...options, sourceType: 'module' }) }
  } catch (error) {
    try {
      // What is no module, such as `with`, or a `return` at the end of a CommonJS file.
      const program = parse(text, { ...options, sourceType: 'script', allowReturnOutsideFunction: true })
      return { text, program }
    } catch {
      throw error
    }
  }
}

type EmitWarning = (warning: string | Error, ...rest: unknown[]) => void

/** Node says that its stripping of types is experimental, which whoever runs such a file knows already. */
function withoutTypes(text: string, mode: Mode): string {
  const emitWarning = process.emitWarning as EmitWarning
  const quieter: EmitWarning = (warning, ...rest) => {
    if (rest[0] === 'ExperimentalWarning' && String(warning).startsWith('stripTypeScriptTypes')) return
    emitWarning.call(process, warning, ...rest)
  }
  process.emitWarning = quieter
  try {
    return module.stripTypeScriptTypes(text, { mode })
  } finally {
    process.emitWarning = emitWarning
  }
}

/** The offset of a line and column, from 1; lines end as JavaScript says. */
export function offsetOf(text: string, line: number, column: number): number {
  const ends = /\r\n|[\n\r\u2028\u2029]/g
  for (let passed = 1; passed < line; passed++) if (!ends.exec(text)) return -1
  return ends.lastIndex + column - 1
}

/** The number of the line, from 1, in which an offset lies. */
export function lineAt(text: string, offset: number): number {
  return (text.slice(0, offset).match(/\r\n|[\n\r\u2028\u2029]/g)?.length ?? 0) + 1
}
