import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * package.json is the one list of what the package consists of. `dist/` mirrors `src/`, so that what is built, what
 * tests import and what the exports promise all follow from it.
 */
interface Manifest {
  readonly name: string
  readonly exports: Readonly<Record<string, Conditions>>
  readonly imports: Readonly<Record<string, Conditions>>
  readonly dependencies: Readonly<Record<string, string>>
  readonly bin: Readonly<Record<string, string>>
}
type Conditions = string | { readonly [condition: string]: Conditions }

export const root: string = fileURLToPath(new URL('..', import.meta.url))

export const manifest: Manifest = JSON.parse(readFileSync(`${root}package.json`, 'utf8'))

/** The public entries: `varve/sqlite` → `src/store/sqlite/sqlite.ts`. */
export function publicEntries(): Map<string, string> {
  const entries = new Map<string, string>()
  for (const [subpath, target] of Object.entries(manifest.exports)) {
    const file = target === `./package.json` ? undefined : resolve(target, ['default'])
    if (file) entries.set(manifest.name + subpath.slice(1), sourceOf(file))
  }
  return entries
}

/** Every file that must be built under a name of its own: public entries, the twins of `#platform`, the command and its thread. */
export function builtEntries(): Record<string, string> {
  const sources = new Set(publicEntries().values())
  for (const target of Object.values(manifest.imports)) {
    for (const conditions of [['node', 'default'], ['default']])
      sources.add(sourceOf(resolve(target, conditions)))
  }
  for (const file of Object.values(manifest.bin)) sources.add(sourceOf(file))
  // A thread of its own, so a file of its own.
  sources.add('src/cli/blocking-worker.ts')
  return Object.fromEntries([...sources].map(source => [source.replace(/^src\/(.*)\.ts$/, '$1'), source]))
}

/** Public names and `#platform` as sources, so that tests import by public name and test what is written, not built. */
export function aliases(): { find: RegExp; replacement: string }[] {
  const names = publicEntries()
  for (const [name, target] of Object.entries(manifest.imports))
    names.set(name, sourceOf(resolve(target, ['node', 'default'])))
  return [...names].map(([name, source]) => ({ find: new RegExp(`^${name}$`), replacement: root + source }))
}

function resolve(target: Conditions, conditions: readonly string[]): string {
  if (typeof target === 'string') return target
  for (const [condition, next] of Object.entries(target)) {
    if (conditions.includes(condition)) return resolve(next, conditions)
  }
  throw new Error(`no ${conditions.join('/')} in ${JSON.stringify(target)}`)
}

/** `./dist/store/memory.js` → `src/store/memory.ts` */
function sourceOf(built: string): string {
  return built.replace(/^(\.\/)?dist\//, 'src/').replace(/\.js$/, '.ts')
}
