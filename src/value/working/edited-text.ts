import type { Owned } from '../owned.ts'
import type { PathNode } from './path-node.ts'
import { TextBuffer } from './text-buffer.ts'

/** From which edit on, and from which length on, a text is edited in a buffer: making one costs as much as some edits. */
const many = 12
const long = 512

/** A text at a place while edits of it follow on each other. */
export class EditedText {
  readonly node: PathNode
  /** What it stands in; null at the root. */
  readonly owned: Owned | null
  #text: string
  #buffer: TextBuffer | null = null
  #edits = 0

  constructor(node: PathNode, owned: Owned | null, text: string) {
    this.node = node
    this.owned = owned
    this.#text = text
  }

  get length(): number {
    return this.#buffer?.length ?? this.#text.length
  }

  get value(): string {
    return this.#buffer?.toString() ?? this.#text
  }

  /** Replaces a stretch that lies within the text; gives what was there. */
  splice(index: number, remove: number, insert: string): string {
    if (this.#buffer !== null) return this.#buffer.splice(index, remove, insert)
    if (this.#edits++ > many && this.#text.length > long) {
      this.#buffer = new TextBuffer(this.#text)
      return this.#buffer.splice(index, remove, insert)
    }
    const text = this.#text
    this.#text = text.slice(0, index) + insert + text.slice(index + remove)
    return text.slice(index, index + remove)
  }
}
