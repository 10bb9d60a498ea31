import { unshared } from '../value/plain-values.ts'

/**
 * The naive twin of a variable: every version kept whole, undo as two stacks. It shares no code and no idea with what
 * it is held against.
 */
export class WholeValues {
  readonly versions: {
    readonly value: unknown
    readonly kind: string
    readonly label: string | null
    readonly creator: string | null
  }[] = []
  readonly marks: Map<string, number> = new Map()
  #past: unknown[] = []
  #future: unknown[] = []

  constructor(initial: unknown) {
    this.#append('initial', initial, 'initial', null)
  }

  get value(): unknown {
    return unshared(this.versions.at(-1)!.value)
  }

  get canUndo(): boolean {
    return this.#past.length > 0
  }

  get canRedo(): boolean {
    return this.#future.length > 0
  }

  change(kind: string, value: unknown, label: string | null = null, creator: string | null = null): void {
    this.#past.push(this.value)
    this.#future = []
    this.#append(kind, value, label, creator)
  }

  rollback(index: number, label = `rollback to index ${index}`): void {
    this.change('rollback', this.versions[index]!.value, label)
  }

  undo(): void {
    if (!this.canUndo) return
    this.#future.push(this.value)
    this.#append('undo', this.#past.pop(), null, null)
  }

  redo(): void {
    if (!this.canRedo) return
    this.#past.push(this.value)
    this.#append('redo', this.#future.pop(), null, null)
  }

  /** What is needed to come back here when a transaction throws. */
  save(): () => void {
    const [length, past, future, marks] = [
      this.versions.length,
      [...this.#past],
      [...this.#future],
      [...this.marks],
    ]
    return () => {
      this.versions.length = length
      this.#past = past
      this.#future = future
      this.marks.clear()
      for (const [name, index] of marks) this.marks.set(name, index)
    }
  }

  #append(kind: string, value: unknown, label: string | null, creator: string | null): void {
    this.versions.push({ value: unshared(value), kind, label, creator })
  }
}
