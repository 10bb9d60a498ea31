import { VarveError } from '../errors.ts'
import { parseBounded } from '../value/parse-bounded.ts'
import { encodeGap, Gap, type GapRecord } from './gap.ts'
import { Gaps } from './gaps.ts'
import { revisionHash, rootHash } from './hash.ts'
import { isHash, isIndex, parseLine } from './line.ts'
import { checkName } from './name.ts'
import { gapLine, headerLine, markLine, type PortableHeader, type PortableMark } from './portable.ts'

/** One variable as it was read from a portable text, its chain checked. */
export interface PortableHistory {
  readonly name: string
  readonly branch: string
  readonly head: { readonly index: number; readonly hash: string }
  /** Without those that were forgotten; `hashes` has one for each. */
  readonly lines: readonly string[]
  readonly hashes: readonly string[]
  readonly gaps: Gaps
  readonly marks: readonly PortableMark[]
}

/** Reads a portable text line by line; anything that `exportLines` does not write is `CORRUPT`, with its line number. */
export class PortableReader {
  readonly #names = new Set<string>()
  #number = 0
  #open: OpenHistory | undefined
  /** Whether a blank line was met: nothing may follow on one. */
  #isBlank = false

  /** Takes a line; gives the variable that is complete with it. A carriage return at its end and a BOM do no harm. */
  push(text: string): PortableHistory | undefined {
    this.#number++
    const from = text.startsWith('\uFEFF{"varve":') ? 1 : 0
    const line = text.slice(from, text.endsWith('\r') ? -1 : undefined)
    return this.#located(() => this.#take(line))
  }

  /** Must be called when there are no more lines. */
  end(): void {
    this.#number++
    this.#located(() => {
      if (this.#open) throw wrong(`the text ends before ${this.#open.missing}`)
      if (this.#names.size === 0) throw wrong('the text holds no history')
    })
  }

  #take(line: string): PortableHistory | undefined {
    if (line === '') this.#isBlank = true
    else if (this.#isBlank) throw wrong('it follows on a blank line')
    else if (!this.#open) this.#begin(line)
    else this.#open.push(line)
    if (!this.#open?.isComplete) return undefined
    const { history } = this.#open
    this.#open = undefined
    return history
  }

  #begin(line: string): void {
    const header = parseHeader(line)
    const place = JSON.stringify([header.name, header.branch])
    if (this.#names.has(place)) throw wrong(`'${header.name}' is there twice`)
    this.#names.add(place)
    this.#open = new OpenHistory(header)
  }

  #located<R>(fn: () => R): R {
    try {
      return fn()
    } catch (cause) {
      const details = { file: null, offset: null }
      throw new VarveError('CORRUPT', `line ${this.#number}: ${(cause as Error).message}`, details, { cause })
    }
  }
}

/** A history of which lines are still to come. */
class OpenHistory {
  readonly #header: PortableHeader
  readonly #lines: string[] = []
  readonly #hashes: string[] = []
  readonly #gaps: Gap[] = []
  readonly #marks = new Map<string, PortableMark>()
  #left: Gaps | undefined
  #index = -1
  #hash: string

  constructor(header: PortableHeader) {
    this.#header = header
    this.#hash = rootHash(header.name)
  }

  get isComplete(): boolean {
    return this.#index === this.#header.head.index && this.#marks.size === this.#header.marks
  }

  get missing(): string {
    const { name, head } = this.#header
    return this.#index < head.index ? `${name}@${this.#index + 1}` : `all marks of '${name}' were there`
  }

  get history(): PortableHistory {
    const { name, branch, head } = this.#header
    const gaps = new Gaps(this.#gaps)
    return {
      name,
      branch,
      head,
      lines: this.#lines,
      hashes: this.#hashes,
      gaps,
      marks: [...this.#marks.values()],
    }
  }

  push(line: string): void {
    if (this.#index === this.#header.head.index) this.#mark(line)
    else if (line.startsWith('{"gap":')) this.#gap(line)
    else this.#revision(line)
  }

  #revision(line: string): void {
    const index = this.#index + 1
    parseLine(line, this.#header.name, index)
    this.#hash = revisionHash(this.#hash, line)
    this.#lines.push(line)
    this.#hashes.push(this.#hash)
    this.#arrive(index)
  }

  #gap(line: string): void {
    const gap = parseGapLine(line)
    const { first, last, facts } = gap
    const { name, head } = this.#header
    if (first !== this.#index + 1 || this.#gaps.at(-1)?.last === this.#index)
      throw wrong(`a gap @${first} to @${last} stands after ${name}@${this.#index}`)
    if (facts.head > head.index)
      throw wrong(`a gap was made when @${facts.head} was the head, which is @${head.index}`)
    if (facts.before !== this.#hash)
      throw wrong(`${name}: the chain does not lead to the gap @${first} to @${last}`)
    this.#gaps.push(gap)
    this.#hash = facts.after
    this.#index = last
  }

  #arrive(index: number): void {
    const { name, head } = this.#header
    this.#index = index
    if (index === head.index && this.#hash !== head.hash)
      throw wrong(
        `${name}: the chain does not lead to the head @${index} that its header names; a line before was changed`,
      )
  }

  #mark(line: string): void {
    const mark = parseMark(line)
    const { name, index, hash } = mark
    const place = (this.#left ??= new Gaps(this.#gaps)).positionOf(index)
    if (this.#hashes[place] !== hash) throw wrong(`the mark '${name}' names a revision that is not there`)
    if (this.#marks.has(name)) throw wrong(`the mark '${name}' is there twice`)
    this.#marks.set(name, mark)
  }
}

function parseHeader(line: string): PortableHeader {
  const header = objectOf(line) as Partial<PortableHeader>
  const { varve, name, branch, head, marks } = header
  if (varve === undefined) throw wrong('it is no header of a history')
  if (varve !== 1) throw wrong(`it is of version ${JSON.stringify(varve)}, and 1 is known here`)
  const isHeader =
    typeof name === 'string' && typeof branch === 'string' && isHead(head) && isIndex(marks) && marks <= 1e9
  if (!isHeader) throw wrong('the header does not tell name, branch, head and marks')
  checkName(name, 'variable')
  if (headerLine(header as PortableHeader) !== line) throw wrong('the header is not in the form Varve writes')
  return { varve, name, branch, head, marks }
}

function isHead(head: unknown): head is PortableHeader['head'] {
  if (typeof head !== 'object' || head === null) return false
  const { index, hash } = head as Partial<PortableHeader['head']>
  return isIndex(index) && isHash(hash)
}

function parseGapLine(line: string): Gap {
  const facts = (objectOf(line) as { gap?: unknown }).gap
  if (typeof facts !== 'object' || facts === null) throw wrong('it holds no gap')
  const record = encodeGap(facts as GapRecord)
  const base = line.slice(gapLine({ record, base: '' }).length - 1, -1)
  if (line !== gapLine({ record, base })) throw wrong('the gap is not in the form Varve writes')
  const { first, last } = facts as GapRecord
  const gap = Gap.read({ first, last, record, base })
  void gap.value
  return gap
}

function parseMark(line: string): PortableMark {
  const { mark: name, index, hash } = objectOf(line) as { mark?: unknown; index?: unknown; hash?: unknown }
  if (typeof name !== 'string' || !isIndex(index) || !isHash(hash))
    throw wrong('it is no mark, where one must stand')
  const mark = { name, index, hash }
  if (markLine(mark) !== line) throw wrong('the mark is not in the form Varve writes')
  checkName(name, 'mark')
  return mark
}

function objectOf(line: string): object {
  const found = parseBounded(line)
  if (typeof found === 'object' && found !== null && !Array.isArray(found)) return found
  throw wrong('it is no JSON object')
}

function wrong(what: string): Error {
  return new Error(what)
}
