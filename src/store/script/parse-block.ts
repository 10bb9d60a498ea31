import { sha256 } from '#platform'
import type { HeldBranch } from '../held.ts'
import { HeldLines } from '../held-lines.ts'
import type { Gap, Head, Mark } from '../store.ts'
import { BadBlock } from './bad-block.ts'
import { parseBlockLine, type BlockLine } from './block-line.ts'
import { firstLine, parseLastLine } from './block-lines.ts'

/** Reads what a block holds, from its first line to its last; throws `BadBlock` unless it is as it was written. */
export function parseBlock(lines: readonly string[]): HeldLines {
  const end = parseLastLine(lines.at(-1) ?? '')
  if (!end) throw new BadBlock('its last line is not whole')
  const own = lines.slice(0, -1)
  if (own[0] !== firstLine(true) && own[0] !== firstLine(false))
    throw new BadBlock('its first line is not whole')
  if (own.length !== end.count)
    throw new BadBlock(`it has ${own.length} lines where ${end.count} were written`)
  if (sha256(own.map(line => `${line}\n`).join('')) !== end.digest)
    throw new BadBlock('it is not as it was written: its hash does not fit')
  const held = new HeldLines()
  let section: Section | undefined
  for (const line of own.slice(1)) {
    if (!line.startsWith('// ')) throw new BadBlock('a line of it is no comment')
    const said = parseBlockLine(line.slice(3))
    if (said.kind === 'variable') {
      section?.end()
      section = new Section(held, said)
    } else if (section) section.take(said)
    else throw new BadBlock('its first variable has no name')
  }
  section?.end()
  return held
}

/** Takes in the lines of one branch. */
class Section {
  readonly #held: HeldLines
  readonly #variable: string
  readonly #branch: HeldBranch
  #head: Head | undefined
  /** One whose base comes next. */
  #gap: Omit<Gap, 'base'> | undefined

  constructor(held: HeldLines, { variable, branch }: Extract<BlockLine, { kind: 'variable' }>) {
    const branches = held.variables.get(variable) ?? new Map<string, HeldBranch>()
    if (branches.has(branch)) throw new BadBlock('a variable comes twice')
    this.#held = held
    this.#variable = variable
    this.#branch = {
      stretches: [{ first: 0, lines: [] }],
      gaps: [],
      head: { index: -1, hash: '' },
      keyframe: undefined,
      moved: 1,
    }
    held.variables.set(variable, branches.set(branch, this.#branch))
  }

  take(said: Exclude<BlockLine, { kind: 'variable' }>): void {
    if ((said.kind === 'base') !== (this.#gap !== undefined))
      throw new BadBlock(`a gap of ${this.#variable} is there in part`)
    switch (said.kind) {
      case 'line':
        this.#branch.stretches.at(-1)!.lines.push(said.line)
        return
      case 'gap':
        this.#gap = { first: said.first, last: said.last, record: said.record }
        return
      case 'base':
        return this.#forget(said.base)
      case 'mark':
        return this.#mark(said)
      case 'head':
        this.#head = { index: said.index, hash: said.hash }
        return
      case 'keyframe':
        this.#branch.keyframe = { index: said.index, hash: said.hash, value: said.value }
    }
  }

  end(): void {
    const { first, lines } = this.#branch.stretches.at(-1)!
    if (this.#gap) throw new BadBlock(`a gap of ${this.#variable} is there in part`)
    if (lines.length === 0) throw new BadBlock(`${this.#variable} has no lines behind its last gap`)
    const head = this.#head
    if (head?.index !== first + lines.length - 1)
      throw new BadBlock(`the head of ${this.#variable} is not where its lines end`)
    this.#branch.head = head
  }

  #forget(base: string): void {
    const gap = { ...this.#gap!, base }
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

  #mark({ name, index, hash }: Omit<Mark, 'variable'>): void {
    const marks = this.#held.marksByVariable.get(this.#variable) ?? new Map<string, Mark>()
    marks.set(name, { variable: this.#variable, name, index, hash })
    this.#held.marksByVariable.set(this.#variable, marks)
  }
}
