import { createHash, type Hash } from 'node:crypto'
import type { HeldLines } from '../held-lines.ts'
import { firstLine, lastLine } from './block-lines.ts'
import { Section, type Extent } from './section.ts'

/** A block as it is written: the beginning of the one that was written before, and what follows. */
export interface WrittenBlock {
  /** So many bytes of the block before stay as they are. */
  readonly kept: number
  /** Lines, each ended by a line feed. */
  readonly text: string
}

/** What was written the last time, up to where lines are added. */
interface Fixed {
  readonly isJoined: boolean
  readonly extents: readonly Extent[]
  readonly hash: Hash
  readonly bytes: number
}

/** Writes what is held as the text of a block; what it has written before it need not write or hash again. */
export class BlockWriter {
  #sections = new Map<string, Map<string, Section>>()
  #fixed: Fixed | undefined

  /** The whole block; no text where nothing is held. */
  whole(held: HeldLines, isJoined: boolean): string {
    this.#fixed = undefined
    return this.write(held, isJoined).text
  }

  /** The block, as what is other than in the one that was written the last time. */
  write(held: HeldLines, isJoined: boolean): WrittenBlock {
    const sections = this.#update(held)
    const last = sections.at(-1)
    if (!last) {
      this.#fixed = undefined
      return { kept: 0, text: '' }
    }
    const { kept, text, hash } = this.#add(sections, isJoined)
    const count = 1 + sections.reduce((sum, { texts, restCount }) => sum + texts.length + restCount, 0)
    const digest = hash.copy().update(last.rest).digest('hex')
    return { kept, text: `${text}${last.rest}${lastLine(count, digest)}\n` }
  }

  #add(sections: readonly Section[], isJoined: boolean): WrittenBlock & { readonly hash: Hash } {
    const before = this.#fixed
    const goesOn = before !== undefined && before.isJoined === isJoined && areMore(sections, before.extents)
    const text = goesOn
      ? sections.at(-1)!.texts.slice(before.extents.at(-1)!.count).join('')
      : `${firstLine(isJoined)}\n${sections.map(wholeOf).join('')}`
    const hash = (goesOn ? before.hash : createHash('sha256')).update(text)
    const kept = goesOn ? before.bytes : 0
    const bytes = kept + Buffer.byteLength(text)
    this.#fixed = { isJoined, extents: sections.map(section => section.extent), hash, bytes }
    return { kept, text, hash }
  }

  #update({ variables, marksByVariable }: HeldLines): Section[] {
    const before = this.#sections
    this.#sections = new Map()
    for (const [variable, branches] of variables) {
      const own = new Map<string, Section>()
      for (const [branch, held] of branches) {
        const section = before.get(variable)?.get(branch) ?? new Section()
        // Marks are the variable's, so its first section has them.
        const marks = own.size === 0 ? [...(marksByVariable.get(variable)?.values() ?? [])] : []
        section.update(variable, branch, held, marks)
        own.set(branch, section)
      }
      this.#sections.set(variable, own)
    }
    return Array.from(this.#sections.values(), own => [...own.values()]).flat()
  }
}

/** Whether sections are those of before, the last one with more lines. */
function areMore(sections: readonly Section[], before: readonly Extent[]): boolean {
  return (
    sections.length === before.length &&
    sections.every(({ extent }, i) => {
      const { of, count, rest } = before[i]!
      const isLast = i === sections.length - 1
      return extent.of === of && (isLast || (extent.count === count && extent.rest === rest))
    })
  )
}

/** What follows the lines of the last one is not fixed. */
function wholeOf({ texts, rest }: Section, i: number, all: readonly Section[]): string {
  return i < all.length - 1 ? texts.join('') + rest : texts.join('')
}
