import type { AnyNode, CallExpression } from 'acorn'
import { declarationPath } from './declaration-path.ts'
import { calledName, callsOf, type CallPath } from './find-call.ts'
import type { ParsedSource } from './parse-source.ts'

/** What a source says of the values that it remembers. */
export interface DeclaredNames {
  /** How many calls have each name by their place. */
  readonly places: ReadonlyMap<string, number>
  /** Names that are given, or that something had before. */
  readonly given: ReadonlySet<string>
  /** Whether a call is named by what is only known when it runs. */
  readonly areOpen: boolean
}

/** The entry that `remember` comes from. */
const entry = 'varve/script'

/** Reads the names of all calls by which a source remembers values, also of those that do not run. */
export function declaredNames(source: ParsedSource, alsoCalled: Iterable<string>): DeclaredNames {
  const called = new Set([...importedAs(source), ...alsoCalled])
  const places = new Map<string, number>()
  const given = new Set<string>()
  let areOpen = false
  for (const path of callsOf(source)) {
    const call = path.at(-1) as CallExpression
    if (!called.has(calledName(call) ?? '')) continue
    const { key, was, isOpen } = namesIn(call)
    if (was !== undefined) given.add(was)
    if (isOpen) areOpen = true
    else if (key !== undefined) given.add(key)
    else count(places, path)
  }
  return { places, given, areOpen }
}

/** Under which names a source has `remember`: as imported or required, else its own. */
export function importedAs({ program }: ParsedSource): ReadonlySet<string> {
  const names = new Set(['remember'])
  for (const statement of program.body) {
    if (statement.type !== 'ImportDeclaration' || statement.source.value !== entry) continue
    for (const specifier of statement.specifiers) {
      if (specifier.type !== 'ImportSpecifier' || specifier.imported.type !== 'Identifier') continue
      if (specifier.imported.name === 'remember') names.add(specifier.local.name)
    }
  }
  return names
}

function count(places: Map<string, number>, path: CallPath): void {
  const declared = declarationPath(path)
  if ('name' in declared) places.set(declared.name, (places.get(declared.name) ?? 0) + 1)
}

interface Names {
  readonly key?: string | undefined
  readonly was?: string | undefined
  readonly isOpen?: boolean
}

function namesIn({ arguments: [initial, options] }: CallExpression): Names {
  if (initial?.type === 'SpreadElement') return { isOpen: true }
  if (!options) return {}
  const key = textOf(options)
  if (key !== undefined) return { key }
  if (options.type !== 'ObjectExpression') return { isOpen: true }
  const names: { key?: string; was?: string; isOpen?: boolean } = {}
  for (const property of options.properties) {
    if (property.type !== 'Property' || property.computed) {
      names.isOpen = true
      continue
    }
    const name = property.key.type === 'Identifier' ? property.key.name : textOf(property.key)
    if (name !== 'key' && name !== 'was') continue
    const text = textOf(property.value)
    if (text === undefined) names.isOpen = true
    else names[name] = text
  }
  return names
}

function textOf(node: AnyNode): string | undefined {
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined
  const isPlain = node.type === 'TemplateLiteral' && node.expressions.length === 0
  return isPlain ? (node.quasis[0]?.value.cooked ?? undefined) : undefined
}
