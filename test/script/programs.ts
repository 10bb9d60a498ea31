import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { openSync } from 'varve'
import { script } from 'varve/script'
import { root } from '../../tools/entries.ts'
import { run, type RunOptions, type Said } from '../../tools/run.ts'

/** A folder of real programs, which have the built package as an installed one. */
export class Programs {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'varve-remember-'))
  #count = 0

  constructor() {
    mkdirSync(join(this.folder, 'node_modules'))
    symlinkSync(root, join(this.folder, 'node_modules/varve'))
    writeFileSync(join(this.folder, 'package.json'), '{ "type": "module" }')
  }

  /** Writes a program; an import of `remember` is put before it. */
  write(text: string, ending = '.ts'): string {
    return this.writeRaw(`import { remember } from 'varve/script'\n${text}`, ending)
  }

  writeRaw(text: string | Uint8Array, ending = '.ts'): string {
    const file = join(this.folder, `${(this.#count += 1)}${ending}`)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
    return file
  }

  end(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** Runs a program by Node; what it prints, without the last line end. */
export async function out(file: string, ...args: string[]): Promise<string> {
  return (await run('node', [file, ...args], { cwd: dirname(file), timeout: 30_000 })).out.trimEnd()
}

/** Runs a program that may fail. */
export function tried(args: readonly string[], options: RunOptions = {}): Promise<Said> {
  return run('node', args, { timeout: 30_000, ...options, mayFail: true })
}

/** What a script keeps, read apart from it. */
export function kept(file: string): Record<string, unknown> {
  const store = script(file)
  const repository = openSync(store, { lazy: true })
  const values = store.headsSync().map(({ variable }) => [variable, repository.watch(variable, null).value])
  repository.close()
  return Object.fromEntries(values) as Record<string, unknown>
}

/** The program without what it keeps, and without the line ends before that. */
export function program(file: string): string {
  return readFileSync(file, 'utf8')
    .replace(/\/\/ varve 1[^]*$/, '')
    .trimEnd()
}
