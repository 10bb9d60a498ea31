import { sha256 } from '#platform'
import { parseBounded } from '../../value/parse-bounded.ts'
import { firstBranch } from '../appending/stray-mark.ts'
import type { HeldBranch } from '../held.ts'
import { HeldLines } from '../held-lines.ts'
import type { Gap, Head } from '../store.ts'
import { firstLine, parseLastLine } from './block-lines.ts'
import { chainedHead } from './chained-head.ts'

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

  private constructor(held: HeldLines, variable: string, branch: HeldBranch) {
    this.#held = held
    this.#variable = variable
    this.#branch = branch
  }

  /** Undefined where the line does not begin a section. */
  static begin(held: HeldLines, line: string): SectionReader | undefined {
    if (!line.startsWith('variable ')) return undefined
    const [, name, branchName] =
      /^variable ("(?:[^"\\]|\\.)*")(?: branch ("(?:[^"\\]|\\.)*"))?$/.exec(line) ?? []
    if (name === undefined) throw new BadBlock('the name of a variable cannot be read')
    const variable = parsed(name) as string
    const branch = branchName === undefined ? firstBranch : (parsed(branchName) as string)
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
    const [kind, rest] = [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]
    switch (kind) {
      case 'line':
        return this.#keep(fields(rest, ['string'], true)[0] as string)
      case 'gap': {
        const [first, last, record, base] = fields(rest, ['number', 'number', 'string', 'string'])
        return this.#forget({ first, last, record, base } as Gap)
      }
      case 'mark': {
        const [name, index, hash] = fields(rest, ['string', 'number', 'string']) as [string, number, string]
        const marks = this.#held.marksByVariable.get(this.#variable) ?? new Map()
        marks.set(name, { variable: this.#variable, name, index, hash })
        this.#held.marksByVariable.set(this.#variable, marks)
        return
      }
      case 'head': {
        const [index, hash] = fields(rest, ['number', 'string']) as [number, string]
        this.#head = { index, hash }
        return
      }
      case 'keyframe': {
        const [index, hash, value] = fields(rest, ['number', 'string', 'string']) as [number, string, string]
        this.#branch.keyframe = { index, hash, value }
        return
      }
      default:
        throw new BadBlock('a line of it is of no known kind')
    }
  }

  end(): void {
    const { stretches } = this.#branch
    const { first, lines } = stretches.at(-1)!
    if (lines.length === 0) throw new BadBlock(`${this.#variable} has no lines behind its last gap`)
    const head = this.#head ?? chainedHead(this.#variable, this.#branch)?.head
    if (head?.index !== first + lines.length - 1)
      throw new BadBlock(`the head of ${this.#variable} is not where its lines end`)
    this.#branch.head = head
  }

  #keep(line: string): void {
    this.#branch.stretches.at(-1)!.lines.push(line)
  }

  #forget(gap: Gap): void {
    const { stretches, gaps } = this.#branch
    const { first, lines } = stretches.at(-1)!
    if (
      gap.first !== first + lines.length ||
      !(gap.last >= gap.first) ||
      (lines.length === 0 && gaps.length > 0)
    )
      throw new BadBlock(`a gap of ${this.#variable} is not where its lines end`)
    this.#branch.gaps = [...gaps, gap]
    if (lines.length === 0) stretches.pop()
    stretches.push({ first: gap.last + 1, lines: [] })
  }
}

function fields(text: string, types: readonly string[], isAlone = false): unknown[] {
  const value = parsed(text)
  const all = isAlone ? [value] : value
  if (!Array.isArray(all) || all.length !== types.length || !all.every((each, i) => typeof each === types[i]))
    throw new BadBlock('a line of it cannot be read')
  return all
}

function parsed(text: string): unknown {
  try {
    return parseBounded(text)
  } catch {
    throw new BadBlock('a line of it cannot be read')
  }
}
