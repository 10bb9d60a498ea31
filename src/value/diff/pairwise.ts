import type { Kept } from '../kept.ts'
import { splicePatch } from '../patch.ts'
import type { Differ } from './differ.ts'
import { isExact } from './is-exact.ts'
import { isPair } from './is-pair.ts'

/** As many elements of two arrays, which stand side by side. */
export interface Beside {
  readonly old: readonly Kept[]
  readonly next: readonly Kept[]
  /** Where they begin in `old`. */
  readonly from: number
  /** Where they begin in `next`. */
  readonly to: number
  readonly length: number
  /** The index at which `next` itself begins. */
  readonly start: number
}

/**
 * Goes into containers of one kind that stand side by side; what else differs side by side is one splice. Tells whether
 * half of the elements stayed as they were, from the first that changed to the last.
 */
export function pairwise(differ: Differ, beside: Beside, begin = 0): boolean {
  const { old, next, from, to, length, start } = beside
  const { patches } = differ
  let [run, changed, first, last] = [0, 0, -1, -1]
  for (let i = unlikeFrom(beside, begin); i < length; i = run > 0 ? i + 1 : unlikeFrom(beside, i + 1)) {
    const a = old[from + i]
    const b = next[to + i]
    if (run > 0 && (isPair(a, b) || isExact(a, b))) {
      tellRun(differ, beside, i, run)
      run = 0
    }
    if (Object.is(a, b)) continue
    const told = patches.length
    if (!differ.stepInside(start + to + i, a, b) && !isExact(a, b)) run++
    else if (patches.length === told) continue
    changed++
    if (first === -1) first = i
    last = i
  }
  if (run > 0) tellRun(differ, beside, length, run)
  const reach = last - first + 1
  return changed * 2 <= reach || reach <= 1
}

/** Tells a run of elements that differ as a whole, which ends before `end`. */
function tellRun(differ: Differ, { old, next, from, to, start }: Beside, end: number, run: number): void {
  const [i, j] = [from + end - run, to + end - run]
  if (run === 1) return differ.step(start + j, old[i], next[j])
  differ.patches.push(splicePatch(differ.path(), start + j, old.slice(i, i + run), next.slice(j, j + run)))
}

/** Finds the first position, from `i` on, at which there is not the identical element. */
export function unlikeFrom({ old, next, from, to, length }: Beside, i: number): number {
  // Not `Object.is` alone, which takes 3 ns an element where it may be anything; most are objects.
  for (; i < length; i++) {
    const a = old[from + i]
    if (typeof a === 'object' ? a !== next[to + i] : !Object.is(a, next[to + i])) break
  }
  return i
}
