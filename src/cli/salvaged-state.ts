import type { Entry } from '../history/entry.ts'
import { mainBranch as branch } from '../recorder/stored.ts'
import { memory } from '../store/memory.ts'
import type { Kept } from '../value/kept.ts'
import { readHead } from './read-head.ts'
import type { Salvage } from './salvage.ts'
import { writeHistory } from './write-history.ts'

/** Where a variable would stand that is repaired: its value, and what its last revision says; undefined where nothing is kept. */
export interface SalvagedState {
  readonly value: Kept
  /** Of a value that stands by itself there is no revision. */
  readonly entry: Entry | undefined
}

/** Reads what would be kept as if it had been written already. */
export function salvagedState({ variable, kept, newest }: Salvage): SalvagedState | undefined {
  if (newest) return { value: newest.value, entry: undefined }
  if (!kept) return undefined
  const store = memory()
  writeHistory(store, kept)
  return readHead(store, { variable, branch, ...kept.head })
}
