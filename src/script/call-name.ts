import type { CallExpression } from 'acorn'
import type { CallSite } from './call-site.ts'
import { declarationPath } from './declaration-path.ts'
import { declaredNames, importedAs } from './declared-names.ts'
import { callAt, calledName, type CallPath } from './find-call.ts'
import { offsetOf, parseSource, type ParsedSource } from './parse-source.ts'
import { isForeign, loadersMap, placeBy, type MappedPlace } from './source-map.ts'
import { keyWanted } from './ways-out.ts'

/** A call as it was found in its source. */
export interface NamedCall {
  readonly name: string
  /** By which name `remember` was called. */
  readonly called: string
}

/** Gives a call its name by its place in the source; where that is not certain, `BAD_OPTION`, which asks for a key. */
export function callName(file: string, source: SourceText, site: CallSite): NamedCall {
  const where = `${file}:${site.line}:${site.column}`
  const found = findCall(file, source, site, where)
  const declared = declarationPath(found.path)
  if ('reason' in declared) throw keyWanted(where, declared.reason, declared.example)
  const { name } = declared
  const called = calledName(found.path.at(-1) as CallExpression)
  if (called === undefined) throw keyWanted(where, 'it is called by an expression, not by a name')
  const { places } = declaredNames(found.source, [called])
  const twice = places.get(name) ?? 0
  if (twice > 1) throw keyWanted(where, `${twice} calls in this file have the place '${name}'`, `'${name}2'`)
  return { name, called }
}

/** The text of a script as it was at the start, or when it was first looked at, parsed when that is asked for. */
export class SourceText {
  readonly file: string
  readonly text: string
  readonly #parsed = new Map<string, ParsedSource>()

  constructor(file: string, text: string) {
    this.file = file
    this.text = text
  }

  /** Throws what the parser throws. */
  parsed(mode: 'strip' | 'transform' = 'strip'): ParsedSource {
    const known = this.#parsed.get(mode) ?? parseSource(this.file, this.text, mode)
    this.#parsed.set(mode, known)
    return known
  }
}

interface FoundCall {
  readonly source: ParsedSource
  readonly path: CallPath
}

function findCall(file: string, text: SourceText, site: CallSite, where: string): FoundCall {
  const byNode = !isForeign() && process.features.typescript === 'transform' && /\.[mc]?ts$/.test(file)
  const map = byNode ? undefined : loadersMap(site)
  const place = map ? placeBy(map, site) : { ...site, isExact: true }
  if (!map && isUnknownLoader(file))
    throw keyWanted(
      where,
      'what runs was made of this file by a loader that does not say where each call came from',
    )
  const source = parse(text, byNode ? 'transform' : 'strip', where)
  const path = place && (pathAt(source, place) ?? pathBehindMark(source, text, place))
  if (path) return { source, path }
  throw keyWanted(where, 'what runs does not lead back to one call in the file as it is on the disk')
}

/** Of CommonJS, V8 counts a byte order mark as the first column. */
function pathBehindMark(
  source: ParsedSource,
  { text }: SourceText,
  place: MappedPlace,
): CallPath | undefined {
  const isShifted = place.line === 1 && place.isExact && text.startsWith('\uFEFF')
  return isShifted ? pathAt(source, { ...place, column: place.column - 1 }) : undefined
}

function pathAt(source: ParsedSource, { line, column, isExact }: MappedPlace): CallPath | undefined {
  const offset = offsetOf(source.text, line, column)
  if (isExact) return callAt(source, offset)
  // esbuild calls what a CommonJS file imports as `(0, script.remember)(…)`, and maps where that begins.
  const path = callAt(source, offset, true)
  const name = path && calledName(path.at(-1) as CallExpression)
  return name !== undefined && importedAs(source).has(name) ? path : undefined
}

function parse(text: SourceText, mode: 'strip' | 'transform', where: string): ParsedSource {
  try {
    return text.parsed(mode)
  } catch (error) {
    throw keyWanted(where, `the file cannot be parsed here (${(error as Error).message.split('\n')[0]})`)
  }
}

/** Whether somebody else than Node has made JavaScript of a file, without telling how. */
function isUnknownLoader(file: string): boolean {
  if (Symbol.for('ts-node.register.instance') in process || '__vitest_worker__' in globalThis) return true
  return /\.([mc]?ts|[jt]sx)$/.test(file) && !isForeign() && process.features.typescript === false
}
