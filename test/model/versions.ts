import { described, unshared } from '../value/plain-values.ts'

/** One version of a variable, whole. */
export interface Version {
  /** A deep copy, of which nobody else holds a part. */
  readonly value: unknown
  readonly text: string
  readonly kind: string
  readonly creator: string | null
  readonly target: number | null
}

/** What a step back or forth comes to: the version for which it stands, where the rules of undo alone tell the value. */
export interface Step {
  readonly target: number
  readonly restores: number | undefined
}

/**
 * The naive twin of a variable: every version kept whole, what was forgotten, and the rules of undo read off the list. It
 * shares no code and no idea with what it is held against.
 */
export class Versions {
  readonly all: Version[] = []
  readonly forgotten: Set<number> = new Set()
  readonly marks: Map<string, number> = new Map()

  get head(): Version {
    return this.all.at(-1)!
  }

  /** A copy of the newest value, to be changed. */
  copy(): unknown {
    return unshared(this.head.value)
  }

  /** The indexes that are left. */
  get left(): readonly number[] {
    return [...this.all.keys()].filter(index => !this.forgotten.has(index))
  }

  record(kind: string, value: unknown, creator: string | null = null, target: number | null = null): void {
    const own = unshared(value)
    this.all.push({ value: own, text: described(own), kind, creator, target })
  }

  undo(by?: string): Step | undefined {
    const { standing, begin } = this.#log()
    const place = standing.findLastIndex(
      index => index >= begin && (by === undefined || this.all[index]!.creator === by),
    )
    if (place < 0) return undefined
    const target = standing[place]!
    const isPlain = place === standing.length - 1 && this.head.text === this.all[target]!.text
    return { target, restores: isPlain ? target - 1 : undefined }
  }

  redo(by?: string): Step | undefined {
    const { undone } = this.#log()
    const place = undone.findLastIndex(({ target }) => by === undefined || this.all[target]!.creator === by)
    if (place < 0) return undefined
    const { undo, target } = undone[place]!
    const isPlain = place === undone.length - 1 && this.head.text === this.all[undo]!.text
    return { target, restores: isPlain ? undo - 1 : undefined }
  }

  /** Forgets all but the newest `last`, the first, what has a mark, and what stays for being somebody's target. */
  prune(last: number): void {
    const stays = new Set([0, ...this.marks.values()])
    for (const index of this.left.toReversed()) {
      if (index >= this.all.length - Math.max(last, 1)) stays.add(index)
      const { target } = this.all[index]!
      if (stays.has(index) && target !== null) stays.add(target)
    }
    for (const index of this.left) if (!stays.has(index)) this.forgotten.add(index)
  }

  /** What is needed to come back here when a transaction throws. */
  save(): () => void {
    const { length } = this.all
    const marks = [...this.marks]
    return () => {
      this.all.length = length
      this.marks.clear()
      for (const [name, index] of marks) this.marks.set(name, index)
    }
  }

  /** Which changes stand, and which were undone and may be given back; all of it begins behind the last gap. */
  #log(): {
    readonly begin: number
    readonly standing: number[]
    readonly undone: { readonly undo: number; readonly target: number }[]
  } {
    const begin = Math.max(-1, ...this.forgotten) + 1
    const standing: number[] = []
    let undone: { undo: number; target: number }[] = []
    for (let index = begin; index < this.all.length; index++) {
      const { kind, target } = this.all[index]!
      if (kind === 'undo') {
        if (standing.includes(target!)) standing.splice(standing.indexOf(target!), 1)
        if (!this.forgotten.has(target!)) undone.push({ undo: index, target: target! })
      } else if (kind === 'redo') {
        undone = undone.filter(each => each.target !== target)
        standing.push(target!)
        standing.sort((a, b) => a - b)
      } else if (kind !== 'initial') {
        standing.push(index)
        undone = []
      }
    }
    return { begin, standing, undone }
  }
}
