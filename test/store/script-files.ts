import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSync, type SyncStore } from 'varve'
import { script } from '../../src/store/script/script.ts'

/** A folder for scripts, and programs that are written into it. */
export class Scripts {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'varve-script-'))
  #count = 0

  /** Writes a program that is not there yet. */
  file(text: string | Uint8Array, ending = '.mjs'): string {
    const file = join(this.folder, `${(this.#count += 1)}${ending}`)
    writeFileSync(file, text)
    return file
  }

  remove(file: string): void {
    rmSync(file)
  }

  end(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** Adds one to a variable, begun with 0, and gives what it is then. */
export function increment(file: string, name = 'runs'): number {
  return withStore(script(file), store => {
    const repository = openSync(store, { durable: 'each' })
    const runs = repository.watch(name, 0)
    return runs.update(n => n + 1).value
  })
}

/** Reads a variable; undefined where there is none. */
export function valueIn(file: string, name = 'runs'): unknown {
  return withStore(script(file), store =>
    store.headSync(name, 'main') ? openSync(store).watch<unknown>(name, undefined).value : undefined,
  )
}

/** Runs a program and gives what it prints; fails where it does. */
export function outputOf(file: string): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--no-warnings', file], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`${file} ends with ${status}: ${stderr}`)
  return stdout
}

/** The block of a file, from its first line on, and all before it. */
export function partsOf(file: string): { readonly before: string; readonly block: string } {
  const text = readFileSync(file, 'latin1')
  const at = text.search(/^\/\/ varve \d+: /m)
  return { before: text.slice(0, at), block: text.slice(at) }
}

function withStore<S extends SyncStore, T>(store: S, use: (store: S) => T): T {
  try {
    return use(store)
  } finally {
    store.closeSync()
  }
}
