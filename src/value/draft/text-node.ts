import type { Kept } from '../kept.ts'
import { Node, type Outcome } from './node.ts'
import type { Row } from './row.ts'

type Edit = Row & { readonly op: 'text' }

/** A text that `splice` edits: its edits are told as rows, one each. */
export class TextNode extends Node {
  #text: string | null = null
  readonly #edits: Edit[] = []

  /** The text as edited so far. */
  get shown(): string {
    return this.#text ?? (this.base as string)
  }

  /** Replaces a stretch that lies within the text. */
  splice(index: number, remove: number, insert: string): void {
    const text = this.shown
    const removed = text.slice(index, index + remove)
    if (removed === insert) return
    this.#text = text.slice(0, index) + insert + text.slice(index + remove)
    const last = this.#edits.at(-1)
    if (last !== undefined && removed === '' && index === last.index + last.insert.length) {
      this.#edits[this.#edits.length - 1] = { ...last, insert: last.insert + insert }
    } else this.#edits.push({ op: 'text', index, removed, insert })
  }

  snapshot(): Kept {
    return this.shown
  }

  get isUntouched(): boolean {
    return this.#text === null
  }
  settle(): Outcome {
    return { final: this.shown, rows: this.shown === this.base ? [] : this.#edits, carried: [] }
  }
}
