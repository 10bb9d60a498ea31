import type { EntryMeta } from './entry.ts'
import type { Gaps } from './gaps.ts'

/** An undo that may be given back, and the changes it took back. */
export interface Undone {
  readonly undo: number
  readonly targets: readonly number[]
  /** How many changes stood after it. */
  readonly left: number
}

/**
 * Which changes of a branch stand, and which undos may be given back. It begins behind the last gap: no undo takes back
 * what lies before one.
 */
export class UndoLog {
  readonly #gaps: Gaps
  /** Indexes of the changes that are no undo, redo or undone, ascending. */
  readonly standing: number[] = []
  /** Undos since the last change, the latest at the end. */
  readonly undone: Undone[] = []
  /** How many changes stood before each when it was recorded, where that is not how many there have been. */
  readonly #stoodBefore = new Map<number, number>()

  constructor(gaps: Gaps) {
    this.#gaps = gaps
  }

  /** The index from which on changes may be undone; what stands before it was given back by a redo. */
  get begin(): number {
    return this.#gaps.end
  }

  get canUndo(): boolean {
    return (this.standing.at(-1) ?? -1) >= this.begin
  }

  get canRedo(): boolean {
    return this.undone.length > 0
  }

  add(index: number, { kind, targets }: Pick<EntryMeta, 'kind' | 'targets'>): void {
    if (kind === 'initial') return
    if (kind === 'undo') {
      for (const target of targets) this.#remove(target)
      // What was forgotten cannot be told apart any more, by creator or otherwise.
      if (this.#gaps.all.length > 0 && targets.some(target => this.#gaps.has(target))) return
      this.undone.push({ undo: index, targets, left: this.standing.length })
    } else if (kind === 'redo') {
      const place = this.undone.findLastIndex(undone => undone.targets.join() === targets.join())
      if (place >= 0) this.undone.splice(place, 1)
      for (const target of targets) this.standing.push(target)
      this.standing.sort((a, b) => a - b)
    } else {
      const { length } = this.standing
      if (length !== this.#changesBefore(index)) this.#stoodBefore.set(index, length)
      this.standing.push(index)
      this.undone.length = 0
    }
  }

  /**
   * Tells whether all that stood before the change at this place of `standing` stands still. None can have come back:
   * a change ends what may be given back.
   */
  restsOnTheSame(place: number): boolean {
    const index = this.standing[place]!
    return (this.#stoodBefore.get(index) ?? this.#changesBefore(index)) === place
  }

  /** How many changes there are before an index where none is an undo or redo. */
  #changesBefore(index: number): number {
    return index - Math.max(1, this.#gaps.end)
  }

  #remove(target: number): void {
    const { standing } = this
    if (standing.at(-1) === target) return void standing.pop()
    const place = standing.lastIndexOf(target)
    if (place >= 0) standing.splice(place, 1)
  }
}
