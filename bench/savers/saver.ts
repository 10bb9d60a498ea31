import type { Edit } from '../history/edit.ts'
import { pick } from '../runner/pick.ts'

/** A history that is to be made and saved: what happens at each step. */
export interface SavedHistory {
  readonly work: 'number' | 'leaf' | 'text'
  readonly count: number
  /** What a number is set to. */
  readonly number: (step: number) => number
  /** What happens to a text. */
  readonly edits: readonly Edit[]
  /** Who, why and when, asked for once a step; absent where nothing is told. */
  readonly told?: (step: number) => Told
}

/** What is said of a step beside the change. */
export interface Told {
  readonly label: string
  readonly creator: string
  /** Milliseconds. */
  readonly time: number
}

/** Every saver exports this as `save`: makes the history, and tells how many bytes it is when it is saved. */
export type Save = (history: SavedHistory) => Promise<number>

const labels = ['type', 'paste', 'fix', 'add', 'format', 'rename', 'save', 'import']
const creators = ['ann', 'ben', 'cid', 'dee']
const begin = Date.UTC(2026, 0, 1)

/** Labels from eight, one of four people for fifty steps, and pauses as somebody who types: 50 ms and more. */
export function makeTold(): (step: number) => Told {
  let time = begin
  return step => {
    time += 50 + Math.floor(-Math.log(1 - pick(step, 1_000_003) / 1_000_003) * 150)
    return {
      label: labels[pick(step * 7 + 1, labels.length)]!,
      creator: creators[pick(Math.floor(step / 50), creators.length)]!,
      time,
    }
  }
}

/** Loads one saver, and the library that it needs. */
export async function saverOf(candidate: string): Promise<Save> {
  const { save }: { save: Save } = await import(`./${candidate}-saver.ts`)
  return save
}
