import { revisionHash, rootHash } from '../history/hash.ts'
import type { Head, Run } from '../store/store.ts'

/** What the lines of a run are made of. */
export interface RunOptions {
  /** One line for each: JSON text; or how many lines with bodies 0, 1, 2…. Default 1. */
  readonly bodies?: number | readonly string[]
  /** Tells otherwise equal runs of two writers apart; default `'w1'`. */
  readonly writer?: string
  readonly branch?: string
  readonly keyframe?: string
}

/**
 * Makes a run that continues `expected`: canonical lines with a true chain of hashes, and always the same ones for the
 * same arguments.
 */
export function makeRun(variable: string, expected: Head | null, options: RunOptions = {}): Run {
  const { bodies = 1, writer = 'w1', branch = 'main', keyframe } = options
  const texts = typeof bodies === 'number' ? Array.from({ length: bodies }, (_, i) => String(i)) : bodies
  let { index, hash } = expected ?? { index: -1, hash: rootHash(variable) }
  const lines = texts.map(body => {
    index += 1
    const line = lineText(index, writer, body)
    hash = revisionHash(hash, line)
    return line
  })
  return {
    variable,
    branch,
    expected,
    lines,
    head: { index, hash },
    ...(keyframe !== undefined && { keyframe }),
  }
}

/** A line as the recorder would write it; stores don't parse it, so none of the codec is needed here. */
function lineText(index: number, writer: string, body: string): string {
  const kind = index === 0 ? 'initial' : 'set'
  return `{"i":${index},"k":"${kind}","t":${1_700_000_000_000 + index},"w":${JSON.stringify(writer)},"b":${body}}`
}

/** Makes `count` runs of a variable, each continuing the one before. */
export function makeRuns(variable: string, count: number, options: RunOptions = {}): readonly Run[] {
  const runs: Run[] = []
  for (let i = 0; i < count; i++) runs.push(makeRun(variable, runs.at(-1)?.head ?? null, options))
  return runs
}
