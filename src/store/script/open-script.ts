import { extname, resolve } from 'node:path'
import { badOption, checkOptions } from '../../options.ts'
import { ScriptStore, type ScriptOptions } from './script-store.ts'

/** What a file may be called that can hold comments of two slashes; also one without an extension, as commands are. */
const extensions = ['', '.js', '.mjs', '.cjs', '.jsx', '.ts', '.mts', '.cts', '.tsx']

/** Tells whether a file is called as programs in JavaScript and TypeScript are. */
export function isScriptName(file: string): boolean {
  return extensions.includes(extname(file).toLowerCase())
}

/** As `script`, with options that only the package itself gives. */
export function openScript(file: string, options: ScriptOptions = {}): ScriptStore {
  checkOptions('script()', options, ['journal', 'fold', 'mayWrite'])
  if (typeof file !== 'string' || file === '' || file.includes('\0'))
    throw badOption('script()', 'file', 'must be the name of a source file')
  if (!isScriptName(file))
    throw badOption('script()', 'file', `must be a source file of JavaScript or TypeScript, unlike ${file}`)
  return new ScriptStore(resolve(file), options)
}
