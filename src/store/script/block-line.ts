import { parseBounded } from '../../value/parse-bounded.ts'
import { firstBranch } from '../appending/stray-mark.ts'
import type { Gap, Head, Keyframe, Mark } from '../store.ts'
import { BadBlock } from './bad-block.ts'

/** What one line of a block says, between its first and its last. */
export type BlockLine =
  | { readonly kind: 'variable'; readonly variable: string; readonly branch: string }
  | { readonly kind: 'line'; readonly line: string }
  | ({ readonly kind: 'gap' } & Omit<Gap, 'base'>)
  | { readonly kind: 'base'; readonly base: string }
  | ({ readonly kind: 'mark' } & Omit<Mark, 'variable'>)
  | ({ readonly kind: 'head' } & Head)
  | ({ readonly kind: 'keyframe' } & Keyframe)

/** Reads a line, without the slashes before it; `BadBlock` where it says nothing of the kind. */
export function parseBlockLine(shown: string): BlockLine {
  if (shown.startsWith('{')) return { kind: 'line', line: shown }
  const space = shown.indexOf(' ')
  const [kind, rest] = [shown.slice(0, space), shown.slice(space + 1)]
  switch (kind) {
    case 'variable': {
      const [variable, branch] = fields(/^("(?:[^"\\]|\\.)*")(?: branch ("(?:[^"\\]|\\.)*"))?$/, rest)
      return { kind, variable: text(variable), branch: branch === undefined ? firstBranch : text(branch) }
    }
    case 'line':
      return { kind, line: text(rest) }
    case 'gap': {
      const [first, last, record] = fields(/^(\d+) (\d+) (.+)$/s, rest)
      return { kind, first: Number(first), last: Number(last), record: text(record) }
    }
    case 'base':
      return { kind, base: text(rest) }
    case 'mark': {
      const [name, index, hash] = fields(/^("(?:[^"\\]|\\.)*") (\d+) (.+)$/s, rest)
      return { kind, name: text(name), index: Number(index), hash: text(hash) }
    }
    case 'head': {
      const [index, hash] = fields(/^(\d+) (.+)$/s, rest)
      return { kind, index: Number(index), hash: text(hash) }
    }
    case 'keyframe': {
      const [index, hash, value] = fields(/^(\d+) ("(?:[^"\\]|\\.)*"|[^ ]+) (.+)$/s, rest)
      return { kind, index: Number(index), hash: text(hash), value: text(value) }
    }
    default:
      throw new BadBlock('a line of it is of no known kind')
  }
}

function fields(pattern: RegExp, rest: string): string[] {
  const found = pattern.exec(rest)
  if (!found) throw unreadable()
  return found.slice(1)
}

/** What `shownText` has written. */
function text(shown: string | undefined): string {
  if (shown === undefined) throw unreadable()
  if (!shown.startsWith('"')) return shown
  try {
    return parseBounded(shown) as string
  } catch {
    throw unreadable()
  }
}

function unreadable(): BadBlock {
  return new BadBlock('a line of it cannot be read')
}
