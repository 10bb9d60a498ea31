import { followChain } from '../history/chain.ts'
import { Gap } from '../history/gap.ts'
import { rootHash } from '../history/hash.ts'
import type { Forgetting, Mark, StoredBranch, Unit } from '../store/store.ts'
import { holds, same } from './check.ts'
import { makeRun } from './line-maker.ts'

const TIME = 1_700_000_000_000

/** A branch that is appended to, marked and forgotten without end: whoever reads it in parts sees what never was. */
export class MovingBranch {
  readonly variable: string
  readonly #hashes: string[] = []
  readonly #marked = new Set<number>()

  constructor(variable: string) {
    this.variable = variable
  }

  /** What is appended next: a line, its value as a keyframe, and to every third line a mark. */
  next(): Unit {
    const { variable } = this
    const index = this.#hashes.length
    const before = index === 0 ? null : { index: index - 1, hash: this.#hashes[index - 1]! }
    const run = makeRun(variable, before, { bodies: [String(index)], keyframe: String(index) })
    this.#hashes.push(run.head.hash)
    if (index % 3 !== 0) return { runs: [run] }
    this.#marked.add(index)
    return { runs: [run], marks: [{ variable, name: `m${index}`, ...run.head }] }
  }

  /** What is forgotten then: all but the first line, the head and what is marked; undefined where there is nothing yet. */
  forgetting(): Forgetting | undefined {
    const head = this.#hashes.length - 1
    const gaps: Gap[] = []
    for (let first = 1; first < head; first++) {
      if (this.#marked.has(first)) continue
      let last = first
      while (last + 1 < head && !this.#marked.has(last + 1)) last++
      gaps.push(this.#gap(first, last))
      first = last
    }
    if (gaps.length === 0) return undefined
    const expected = { index: head, hash: this.#hashes[head]! }
    return { variable: this.variable, branch: 'main', expected, gaps }
  }

  #gap(first: number, last: number): Gap {
    const [before, after] = [this.#hashes[first - 1]!, this.#hashes[last]!]
    const [from, to] = [TIME + first, TIME + last]
    const facts = { first, last, before, after, from, to, head: last + 1, at: to, policy: 'all but marks' }
    return Gap.of(facts, String(last))
  }
}

/** Fails unless what was loaded is of one state: lines and gaps lead to the head, and what is named is there. */
export function mustBeOneState(variable: string, stored: StoredBranch): void {
  const gaps = stored.gaps.map(gap => Gap.read(gap))
  const after = { index: -1, hash: rootHash(variable) }
  const chain = followChain({ after, lines: stored.lines, gaps, head: stored.head })
  same(chain.breaks, [], 'where the chain does not hold')
  same(chain.covered.size, 0, 'gaps with lines in them')
  const hashAt = new Map(chain.indexes.map((index, place) => [index, chain.hashes[place]]))
  const isThere = ({ index, hash }: Pick<Mark, 'index' | 'hash'>) => hashAt.get(index) === hash
  const stray = stored.marks.filter(mark => !isThere(mark))
  same(stray, [], 'marks of what is not there')
  holds(!stored.keyframe || isThere(stored.keyframe), 'the keyframe is of what is not there')
}
