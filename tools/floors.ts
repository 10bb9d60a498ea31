/**
 * The house as a table, and the scan that holds `src/` to it: a folder imports itself and the floors below, never
 * sideways, never up.
 */
import { globSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { parseSync, Visitor } from 'rolldown/utils'
import { root } from './entries.ts'

export interface SourceFile {
  readonly path: string
  readonly text: string
}

/** From the ground up; what stands on one floor are strangers to each other. */
export const floors: readonly (readonly string[])[] = [
  ['value'],
  ['history'],
  ['store'],
  ['recorder'],
  ['variable', 'immutable'],
  ['index.ts'],
  ['node'],
  ['script', 'sync', 'notebook', 'react', 'svelte', 'devtools'],
  ['inspector'],
  ['cli', 'testing'],
]

/** Below the ground, open to all: files that know nothing of values. `platform/` is there too, by its name `#platform`. */
const cellar: readonly string[] = ['abort-signal.ts', 'errors.ts', 'nearest.ts', 'options.ts']

/** What reaches outside of `src/`, and the only places that may. A place is a path's beginning. */
const outside: readonly (readonly [what: RegExp, where: readonly string[]])[] = [
  [
    /^#platform$/,
    [
      'history/',
      'store/',
      'recorder/',
      'variable/',
      'immutable/',
      'script/',
      'sync/',
      'inspector/',
      'cli/',
      'testing/',
    ],
  ],
  [
    /^node:/,
    [
      'platform/node.ts',
      'store/sqlite/',
      'store/sqlite.ts',
      'store/script/',
      'store/rewriting/',
      'store/sealing/',
      'node/',
      'script/',
      'inspector/',
      'cli/',
      'testing/',
    ],
  ],
  [/^acorn$/, ['script/']],
  [/^devalue$/, ['value/']],
  [/^@standard-schema\/spec$/, ['value/', 'recorder/', 'variable/', 'immutable/']],
  [/^@noble\/hashes\//, ['platform/default.ts']],
  [/^(commander|picocolors)$/, ['cli/']],
]

/** Names that say nothing, so that everything ends up there. */
const vague = /^(utils?|helpers?|common|core|misc|shared|lib)(\.ts)?$/
const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.d)?\.ts$/
const longest = 400

/** All of `src/`, as the scan takes it. */
export function sourceFiles(): SourceFile[] {
  const paths = globSync('src/**/*.ts', { cwd: root }).map(path => path.replaceAll('\\', '/'))
  return paths.sort().map(path => ({ path, text: readFileSync(root + path, 'utf8') }))
}

/** One sentence for each breach; none when the house stands. */
export function breaches(files: readonly SourceFile[]): string[] {
  return files.flatMap(file => {
    const own = file.path.replace(/^src\//, '')
    return [...badNames(own), ...badLength(file), ...badImports(own, file)].map(
      fault => `${file.path}: ${fault}`,
    )
  })
}

function badNames(own: string): string[] {
  const faults: string[] = []
  const folder = folderOf(own)
  const placed = cellar.includes(folder) || folder === 'platform' || floorOf(folder) >= 0
  if (!placed) faults.push(`"${folder}" stands on no floor`)
  for (const name of own.split('/')) if (vague.test(name)) faults.push(`"${name}" is too vague a name`)
  if (!kebab.test(posix.basename(own))) faults.push('file names are kebab-case')
  return faults
}

function badLength({ path, text }: SourceFile): string[] {
  const { comments } = parseSync(path, text)
  const bare = comments.reduceRight((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), text)
  const lines = bare.split('\n').filter(line => line.trim() !== '').length
  return lines > longest ? [`${lines} lines of code, ${longest} at most`] : []
}

function badImports(own: string, file: SourceFile): string[] {
  return importsOf(file).flatMap(({ from, onlyTypes }) => {
    if (!from.startsWith('.')) return mayReach(own, from) ? [] : [`may not import ${from}`]
    const target = posix.join(posix.dirname(own), from)
    if (!from.endsWith('.ts')) return [`"${from}" is written without .ts`]
    return mayImport(folderOf(own), folderOf(target), onlyTypes) ? [] : [`may not import ${target}`]
  })
}

function mayReach(own: string, what: string): boolean {
  return outside.some(([name, places]) => name.test(what) && places.some(place => own.startsWith(place)))
}

function mayImport(from: string, to: string, onlyTypes: boolean): boolean {
  if (from === to) return true
  // Error details name what they are about; nothing but types goes that way.
  if (from === 'errors.ts' && floorOf(to) >= 0) return onlyTypes && floorOf(to) <= floorOf('history')
  if (from === 'platform') return onlyTypes && cellar.includes(to)
  if (cellar.includes(to)) return true
  return floorOf(to) >= 0 && floorOf(to) < floorOf(from)
}

interface Import {
  readonly from: string
  readonly onlyTypes: boolean
}

function importsOf({ path, text }: SourceFile): Import[] {
  const { module, program } = parseSync(path, text)
  const found: Import[] = module.staticImports.map(({ moduleRequest, entries }) => ({
    from: moduleRequest.value,
    onlyTypes: entries.length > 0 && entries.every(entry => entry.isType),
  }))
  for (const { entries } of module.staticExports) {
    for (const { moduleRequest, isType } of entries) {
      if (moduleRequest) found.push({ from: moduleRequest.value, onlyTypes: isType })
    }
  }
  for (const { moduleRequest } of module.dynamicImports) {
    found.push({ from: text.slice(moduleRequest.start + 1, moduleRequest.end - 1), onlyTypes: false })
  }
  const hidden = new Visitor({
    TSImportType: ({ source }) => void found.push({ from: String(source.value), onlyTypes: true }),
    // `require` and `process.getBuiltinModule` import without saying so.
    CallExpression: ({ arguments: [first] }) => {
      if (first?.type !== 'Literal' || typeof first.value !== 'string') return
      if (first.value.startsWith('node:')) found.push({ from: first.value, onlyTypes: false })
    },
  })
  hidden.visit(program)
  return found
}

/** `value/draft/edit.ts` → `value`, `errors.ts` → `errors.ts` */
function folderOf(own: string): string {
  return own.split('/')[0]!
}

function floorOf(folder: string): number {
  return floors.findIndex(floor => floor.includes(folder))
}
