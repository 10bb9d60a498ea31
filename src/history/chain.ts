import { VarveError } from '../errors.ts'
import type { Gap } from './gap.ts'
import { Gaps } from './gaps.ts'
import { revisionHash } from './hash.ts'
import { lineIndex } from './line.ts'

/** What is to be followed: lines and gaps of a branch from one known hash to the next. */
export interface ChainSource {
  /** Hash and index of the revision on which the first line follows; the root's hash and -1 for a whole history. */
  readonly after: { readonly index: number; readonly hash: string }
  /** Ascending; those that lie in a gap are passed over: they were read before it was made. */
  readonly lines: Iterable<string>
  /** All gaps of the branch, also those before the first line. */
  readonly gaps: readonly Gap[]
  readonly head: { readonly index: number; readonly hash: string }
  /** Hashes that are known beside: they show closer where the chain does not hold. */
  readonly known?: ReadonlyMap<number, string>
}

/** A place where the chain does not hold: nothing is known of the revisions from `index` on, for this reason. */
export interface ChainBreak {
  readonly index: number
  readonly reason: string
}

/** What was found: lines that are left, with index and hash each, and where the chain does not hold. */
export interface Chain {
  readonly lines: readonly string[]
  readonly indexes: readonly number[]
  readonly hashes: readonly string[]
  readonly gaps: Gaps
  /** Lines that were passed over, by the gap in which they lie. */
  readonly covered: ReadonlyMap<Gap, readonly string[]>
  readonly breaks: readonly ChainBreak[]
}

/** Follows the chain to its head; behind a break it goes on from the next hash that is known. */
export function followChain(source: ChainSource): Chain {
  const { after, head } = source
  const breaks: ChainBreak[] = []
  const gaps = fitting(source.gaps, head.index, breaks)
  const walk = new Walk(source, breaks)
  const covered = new Map<Gap, string[]>()
  const ahead = gaps.filter(({ last }) => last > after.index)
  let next = 0
  for (const line of source.lines) {
    const index = lineIndex(line)
    while (next < ahead.length && index > ahead[next]!.last) walk.cross(ahead[next++]!)
    const gap = ahead[next]
    if (gap && index >= gap.first) cover(covered, gap, line)
    else walk.step(index, line)
  }
  while (next < ahead.length) walk.cross(ahead[next++]!)
  walk.arrive(head.index, head.hash)
  return { ...walk.found, gaps: new Gaps(gaps), covered, breaks }
}

function cover(covered: Map<Gap, string[]>, gap: Gap, line: string): void {
  const lines = covered.get(gap)
  if (lines) lines.push(line)
  else covered.set(gap, [line])
}

/** As `followChain`; `CORRUPT` where it does not hold. */
export function checkedChain(variable: string, source: ChainSource): Chain {
  const chain = followChain(source)
  const [first] = chain.breaks
  if (!first) return chain
  const message = `${variable}@${first.index}: ${first.reason}; restore the file from a copy`
  throw new VarveError('CORRUPT', message, { file: null, offset: null })
}

/** Leaves out gaps that cannot be where they are. */
function fitting(gaps: readonly Gap[], head: number, breaks: ChainBreak[]): Gap[] {
  let end = -1
  return gaps.filter(({ first, last, facts }) => {
    const isFitting = first > end + 1 && facts.head <= head
    if (!isFitting)
      breaks.push({ index: first, reason: `the gap to @${last} ${misplaced(facts.head, head)}` })
    else end = last
    return isFitting
  })
}

function misplaced(made: number, head: number): string {
  return made > head ? `was made when @${made} was the head, which is @${head}` : 'touches the one before it'
}

function changedOf(from: number, to: number): string {
  return from === to ? `the line of @${to} was changed` : `a line was changed, one of @${from} to @${to}`
}

/** One step after the other, from what is known. */
class Walk {
  readonly found = { lines: [] as string[], indexes: [] as number[], hashes: [] as string[] }
  readonly #known: ReadonlyMap<number, string>
  readonly #breaks: ChainBreak[]
  readonly #begin: number
  #index: number
  #hash: string
  /** The last revision whose hash is known to be right. */
  #sure: number
  /** Whether it was told already that the chain does not hold from `#sure` on. */
  #isTold = false

  constructor({ after, known = new Map() }: ChainSource, breaks: ChainBreak[]) {
    this.#known = known
    this.#breaks = breaks
    this.#begin = this.#index = this.#sure = after.index
    this.#hash = after.hash
  }

  step(index: number, line: string): void {
    const next = this.#index + 1
    if (index < next) {
      const what = index < 0 ? 'a line that begins with no index' : `the line of @${index}`
      return this.#tell(next, `${what} stands after that of @${this.#index}`)
    }
    if (index > next) this.#miss(next, index - 1)
    this.#index = index
    this.#hash = revisionHash(this.#hash, line)
    this.found.lines.push(line)
    this.found.indexes.push(index)
    this.found.hashes.push(this.#hash)
    const known = this.#known.get(index)
    if (known === this.#hash) this.#goOn(index, known)
  }

  cross({ first, last, facts }: Gap): void {
    // It may have swallowed the very revision from which this walk began.
    if (first <= this.#index && this.#index === this.#begin) return this.#goOn(last, facts.after)
    if (first <= this.#index) this.#tell(this.#index + 1, `the gap from @${first} on begins before it`)
    else this.arrive(first - 1, facts.before)
    this.#goOn(last, facts.after)
  }

  /** Checks that the chain has come to a revision with this hash. */
  arrive(index: number, hash: string): void {
    if (this.#index < index) this.#miss(this.#index + 1, index)
    else if (this.#index > index)
      this.#tell(index + 1, `there are lines behind @${index}, which is the last one`)
    else if (this.#hash !== hash)
      this.#tell(this.#sure + 1, `the chain does not lead to @${index}: ${changedOf(this.#sure + 1, index)}`)
  }

  #miss(from: number, to: number): void {
    const what = from === to ? `the line of @${from} is` : `the lines of @${from} to @${to} are`
    this.#tell(from, `${what} missing`)
  }

  #tell(index: number, reason: string): void {
    if (!this.#isTold) this.#breaks.push({ index, reason })
    this.#isTold = true
  }

  #goOn(index: number, hash: string): void {
    this.#index = this.#sure = index
    this.#hash = hash
    this.#isTold = false
  }
}
