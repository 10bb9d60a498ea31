import { readFileSync } from 'node:fs'
import * as module from 'node:module'
import { dirname, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { CallSite } from './call-site.ts'

/** A place in a source, and whether the map names exactly it, or the nearest before it. */
export interface MappedPlace {
  readonly line: number
  readonly column: number
  readonly isExact: boolean
}

/** What a source map says of a file: the sources that it was made of. */
export interface MadeOf {
  readonly map: string
  /** Undefined where the map cannot be read. */
  readonly sources: readonly string[] | undefined
}

const comment = /^[ \t]*\/\/[#@] sourceMappingURL=(\S+)[ \t]*$/gm

/** What a text says it was made of, by the last comment that names a source map; undefined where it has none. */
export function madeOf(file: string, text: string): MadeOf | undefined {
  const url = [...text.matchAll(comment)].at(-1)?.[1]
  if (url === undefined) return undefined
  const inline = /^data:application\/json[^,]*?(;base64)?,(.*)$/s.exec(url)
  try {
    if (inline) {
      const json = inline[1] ? Buffer.from(inline[2]!, 'base64').toString() : decodeURIComponent(inline[2]!)
      return { map: 'its source map', sources: sourcesOf(JSON.parse(json), file) }
    }
    const map = url.startsWith('file:') ? fileURLToPath(url) : resolve(dirname(file), decodeURIComponent(url))
    return { map, sources: sourcesOf(JSON.parse(readFileSync(map, 'utf8')), map) }
  } catch {
    return { map: inline ? 'its source map' : url, sources: undefined }
  }
}

interface Map {
  readonly sources: readonly string[]
  readonly sourceRoot?: string
}

function sourcesOf({ sources, sourceRoot = '' }: Map, map: string): string[] {
  return sources.map(source =>
    pathOf(sourceRoot ? `${sourceRoot.replace(/\/$/, '')}/${source}` : source, map),
  )
}

/** The path of a source, as a map in a file names it. */
export function pathOf(source: string, map: string): string {
  if (source.startsWith('file:')) return fileURLToPath(source)
  return fileURLToPath(new URL(source, pathToFileURL(map)))
}

/** The map by which a loader made what runs of a file; Deno and Bun have applied theirs already. */
export function loadersMap({ script }: CallSite): module.SourceMap | undefined {
  if (script === undefined || isForeign()) return undefined
  return module.findSourceMap(script)
}

/** Whether this is Node by name only. */
export function isForeign(): boolean {
  return 'bun' in process.versions || 'deno' in process.versions
}

/** Where a map says that a call stands; undefined where it says nothing of it. */
export function placeBy(map: module.SourceMap, { line, column }: CallSite): MappedPlace | undefined {
  const entry = map.findEntry(line - 1, column - 1)
  if (!('originalLine' in entry) || entry.generatedLine !== line - 1) return undefined
  return {
    line: entry.originalLine + 1,
    column: entry.originalColumn + 1,
    isExact: entry.generatedColumn === column - 1,
  }
}
