import { createHash, type Hash } from 'node:crypto'
import type { HeldLines } from '../held-lines.ts'
import { firstLine, lastLine } from './block-lines.ts'
import { Section } from './section.ts'

/** Writes what is held as the text of a block; what it has written before it need not write or hash again. */
export class BlockWriter {
  #sections = new Map<string, Map<string, Section>>()
  #hashed: { readonly text: string; readonly hash: Hash } | undefined

  /** The lines of the block, each ended by a line feed; empty where nothing is held. */
  write(held: HeldLines, isJoined: boolean): string {
    const sections = this.#update(held)
    if (sections.length === 0) return ''
    let count = 1
    let text = `${firstLine(isJoined)}\n`
    let rest = ''
    for (const section of sections) {
      text += rest + section.text
      rest = section.rest.map(line => `${line}\n`).join('')
      count += section.count + section.rest.length
    }
    return `${text}${rest}${lastLine(count, this.#digest(text, rest))}\n`
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

  #digest(text: string, rest: string): string {
    const known = this.#hashed
    const isMore = known !== undefined && text.startsWith(known.text)
    const hash = isMore ? known.hash : createHash('sha256')
    hash.update(isMore ? text.slice(known.text.length) : text)
    this.#hashed = { text, hash }
    return hash.copy().update(rest).digest('hex')
  }
}
