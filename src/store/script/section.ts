import type { HeldBranch } from '../held.ts'
import { firstBranch } from '../appending/stray-mark.ts'
import type { Gap, Keyframe, Mark } from '../store.ts'
import { shownJson, shownLine, shownText } from './shown.ts'

/** How far the text of a section goes. */
export interface Extent {
  /** Another one wherever the text was begun anew. */
  readonly of: object
  readonly count: number
  readonly rest: string
}

/** What a block has of one branch, as text that grows with it. */
export class Section {
  /** Lines of text with their ends, all but `rest`; they only become more while the branch only moves on. */
  texts: string[] = []
  /** The lines that follow these, and are others after each append. */
  rest = ''
  restCount = 0
  #of: object = {}
  #first = -1
  #lines: readonly string[] = []
  #gaps: readonly Gap[] = []
  #marks: readonly Mark[] = []

  get extent(): Extent {
    return { of: this.#of, count: this.texts.length, rest: this.rest }
  }

  /** Brings the text up to date; only what is new is written where the rest has stayed. */
  update(variable: string, branch: string, held: HeldBranch, marks: readonly Mark[]): void {
    const { lines } = held.stretches.at(-1)!
    if (!this.#goesOn(held, marks)) this.#begin(variable, branch, held, marks)
    this.#add(lines.slice(this.#lines.length).map(shownLine))
    this.#lines = lines.slice()
    const { head, keyframe } = held
    const rest = [`// head ${head.index} ${shownText(head.hash)}\n`]
    if (keyframe) rest.push(`// ${keyframeLine(keyframe)}\n`)
    this.rest = rest.join('')
    this.restCount = rest.length
  }

  /** Whether nothing happened but that lines came behind the others. */
  #goesOn({ stretches, gaps }: HeldBranch, marks: readonly Mark[]): boolean {
    const { first, lines } = stretches.at(-1)!
    return (
      this.#gaps === gaps &&
      this.#first === first &&
      beginsWith(lines, this.#lines) &&
      this.#marks.length === marks.length &&
      this.#marks.every(({ name, hash }, i) => name === marks[i]!.name && hash === marks[i]!.hash)
    )
  }

  /** Writes all that comes before the lines behind the last gap. */
  #begin(variable: string, branch: string, { stretches, gaps }: HeldBranch, marks: readonly Mark[]): void {
    this.texts = []
    this.#of = {}
    this.#first = stretches.at(-1)!.first
    this.#lines = []
    this.#gaps = gaps
    this.#marks = marks
    this.#add([sectionTitle(variable, branch)])
    this.#add(marks.map(({ name, index, hash }) => `mark ${shownJson(name)} ${index} ${shownText(hash)}`))
    for (const { first, lines } of stretches) {
      const gap = gaps.find(({ last }) => last === first - 1)
      if (gap)
        this.#add([`gap ${gap.first} ${gap.last} ${shownText(gap.record)}`, `base ${shownText(gap.base)}`])
      if (first !== this.#first) this.#add(lines.map(shownLine))
    }
  }

  #add(lines: readonly string[]): void {
    for (const line of lines) this.texts.push(`// ${line}\n`)
  }
}

/** A loop, since each append asks it of all lines. */
function beginsWith(lines: readonly string[], beginning: readonly string[]): boolean {
  if (beginning.length > lines.length) return false
  for (let i = 0; i < beginning.length; i++) if (lines[i] !== beginning[i]) return false
  return true
}

function sectionTitle(variable: string, branch: string): string {
  const name = `variable ${shownJson(variable)}`
  return branch === firstBranch ? name : `${name} branch ${shownJson(branch)}`
}

function keyframeLine({ index, hash, value }: Keyframe): string {
  return `keyframe ${index} ${shownText(hash)} ${shownText(value)}`
}
