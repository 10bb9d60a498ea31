import { sha256 } from '#platform'
import { parseBounded } from '../../value/parse-bounded.ts'
import { firstBranch } from '../appending/stray-mark.ts'
import type { HeldBranch } from '../held.ts'
import { HeldLines } from '../held-lines.ts'
import type { Gap, Head, Mark } from '../store.ts'
import { firstLine, parseLastLine } from './block-lines.ts'

/** Thrown where a block does not hold what it must; the message says what, within a sentence. */
export class BadBlock extends Error {
  /** Which of its lines is wrong, from 0; undefined where that cannot be told. */
  readonly line: number | undefined

  constructor(message: string, line?: number) {
    super(message)
    this.line = line
  }
}

/** Reads what a block holds, from its first line to its last; throws `BadBlock` unless it is as it was written. */
export function parseBlock(lines: readonly string[]): HeldLines {
  const end = parseLastLine(lines.at(-1) ?? '')
  if (!end) throw new BadBlock('its last line is not whole', lines.length - 1)
  const own = lines.slice(0, -1)
  if (own[0] !== firstLine(true) && own[0] !== firstLine(false))
    throw new BadBlock('its first line is not whole', 0)
  if (own.length !== end.count)
    throw new BadBlock(`it has ${own.length} lines where ${end.count} were written`)
  if (sha256(own.map(line => `${line}\n`).join('')) !== end.digest)
    throw new BadBlock('it is not as it was written: its hash does not fit')
  return readSections(own)
}

/** Reads the lines behind the first, whatever they say of themselves. */
export function readSections(own: readonly string[]): HeldLines {
  const held = new HeldLines()
  let reader: SectionReader | undefined
  for (let at = 1; at < own.length; at++) {
    const line = own[at]!
    if (!line.startsWith('// ')) throw new BadBlock('a line of it is no comment', at)
    try {
      const begun = SectionReader.begin(held, line.slice(3))
      if (begun) {
        reader?.end()
        reader = begun
      } else if (reader) reader.read(line.slice(3))
      else throw new BadBlock('its first variable has no name')
    } catch (error) {
      throw error instanceof BadBlock ? new BadBlock(error.message, at) : error
    }
  }
  reader?.end()
  return held
}

/** Takes in the lines of one branch. */
class SectionReader {
  readonly #held: HeldLines
  readonly #variable: string
  readonly #branch: HeldBranch
  #head: Head | undefined
  /** One whose base comes next. */
  #gap: Omit<Gap, 'base'> | undefined

  private constructor(held: HeldLines, variable: string, branch: HeldBranch) {
    this.#held = held
    this.#variable = variable
    this.#branch = branch
  }

  /** Undefined where the line does not begin a section. */
  static begin(held: HeldLines, line: string): SectionReader | undefined {
    if (!line.startsWith('variable ')) return undefined
    const [, name, branchName] = sectionPattern.exec(line) ?? []
    if (name === undefined) throw new BadBlock('the name of a variable cannot be read')
    const variable = text(name)
    const branch = branchName === undefined ? firstBranch : text(branchName)
    const branches = held.variables.get(variable) ?? new Map<string, HeldBranch>()
    if (branches.has(branch)) throw new BadBlock('a variable comes twice')
    const own: HeldBranch = {
      stretches: [{ first: 0, lines: [] }],
      gaps: [],
      head: { index: -1, hash: '' },
      keyframe: undefined,
      moved: 1,
    }
    held.variables.set(variable, branches.set(branch, own))
    return new SectionReader(held, variable, own)
  }

  read(line: string): void {
    if (line.startsWith('{')) return this.#keep(line)
    const space = line.indexOf(' ')
    const [kind, rest] = [line.slice(0, space), line.slice(space + 1)]
    if (this.#gap && kind !== 'base') throw unreadable()
    switch (kind) {
      case 'line':
        return this.#keep(text(rest))
      case 'gap': {
        const [first, last, record] = fields(/^(\d+) (\d+) (.+)$/s, rest)
        this.#gap = { first: Number(first), last: Number(last), record: text(record!) }
        return
      }
      case 'base':
        return this.#forget(text(rest))
      case 'mark': {
        const [name, index, hash] = fields(/^("(?:[^"\\]|\\.)*") (\d+) (.+)$/s, rest)
        return this.#mark(text(name!), Number(index), text(hash!))
      }
      case 'head': {
        const [index, hash] = fields(/^(\d+) (.+)$/s, rest)
        this.#head = { index: Number(index), hash: text(hash!) }
        return
      }
      case 'keyframe': {
        const [index, hash, value] = fields(/^(\d+) ("(?:[^"\\]|\\.)*"|[^ ]+) (.+)$/s, rest)
        this.#branch.keyframe = { index: Number(index), hash: text(hash!), value: text(value!) }
        return
      }
      default:
        throw new BadBlock('a line of it is of no known kind')
    }
  }

  end(): void {
    const { stretches } = this.#branch
    const { first, lines } = stretches.at(-1)!
    if (this.#gap) throw unreadable()
    if (lines.length === 0) throw new BadBlock(`${this.#variable} has no lines behind its last gap`)
    const head = this.#head
    if (head?.index !== first + lines.length - 1)
      throw new BadBlock(`the head of ${this.#variable} is not where its lines end`)
    this.#branch.head = head
  }

  #keep(line: string): void {
    this.#branch.stretches.at(-1)!.lines.push(line)
  }

  #forget(base: string): void {
    if (!this.#gap) throw unreadable()
    const gap = { ...this.#gap, base }
    this.#gap = undefined
    const { stretches, gaps } = this.#branch
    const { first, lines } = stretches.at(-1)!
    const isBehind = gap.first === first + lines.length && gap.last >= gap.first
    // Between two gaps there is a line.
    if (!isBehind || (lines.length === 0 && gaps.length > 0))
      throw new BadBlock(`a gap of ${this.#variable} is not where its lines end`)
    this.#branch.gaps = [...gaps, gap]
    if (lines.length === 0) stretches.pop()
    stretches.push({ first: gap.last + 1, lines: [] })
  }

  #mark(name: string, index: number, hash: string): void {
    const marks = this.#held.marksByVariable.get(this.#variable) ?? new Map<string, Mark>()
    marks.set(name, { variable: this.#variable, name, index, hash })
    this.#held.marksByVariable.set(this.#variable, marks)
  }
}

const sectionPattern = /^variable ("(?:[^"\\]|\\.)*")(?: branch ("(?:[^"\\]|\\.)*"))?$/

function fields(pattern: RegExp, rest: string): string[] {
  const found = pattern.exec(rest)
  if (!found) throw unreadable()
  return found.slice(1)
}

/** What `shownText` has written. */
function text(shown: string): string {
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
