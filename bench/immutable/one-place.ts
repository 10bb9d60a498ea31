import { type Bar, times } from '../runner/bar.ts'
import type { Case, Measured, Run } from '../runner/case.ts'
import { pick } from '../runner/pick.ts'
import { timed } from '../runner/timed.ts'
import { openChanger, type Kind } from './changers.ts'

const sizes: readonly [size: number, must: number][] = [
  [10, 0.25],
  [1_000, 0.5],
  [100_000, 0.7],
]

/**
 * One value replaced in a locked collection: each step makes the next version of the last. By the method that gives the next
 * version, `with` here and `set` there; and by a recipe, `update` here and `withMutations` there.
 */
export const onePlace: readonly Case[] = (['map', 'list'] as const).flatMap(kind =>
  sizes.flatMap(([size, must]) => [byMethod(kind, size, must), byRecipe(kind, size)]),
)

function byMethod(kind: Kind, size: number, must: number): Case {
  const candidates = ['varve', 'immutable', 'native copy']
  return row(kind, size, 'with', candidates, [times('immutable', must)])
}

function byRecipe(kind: Kind, size: number): Case {
  const bars = size === 100_000 ? [times('immer', 100)] : [times('immer', 1)]
  return row(kind, size, 'update', ['varve', 'immutable', 'immer'], bars)
}

function row(
  kind: Kind,
  size: number,
  way: 'with' | 'update',
  candidates: readonly string[],
  bars: readonly Bar[],
): Case {
  return {
    row: `${way}-${kind}-${size}`,
    workload: `${way}: one value of ${size.toLocaleString('en')} in a ${kind}`,
    unit: 'µs',
    candidates,
    bars,
    measure: (candidate, run) => measure(kind, size, `${candidate} ${way}`, run),
  }
}

async function measure(kind: Kind, size: number, candidate: string, { quick }: Run): Promise<Measured> {
  const change = await openChanger(kind, size, candidate)
  const step = (index: number): void => change(pick(index, size), index)
  timed(step, { count: quick ? 100 : 20_000, budget: 1 })
  return timed(step, { from: 20_000, count: quick ? 500 : 20_000, most: 2_000_000, budget: 2 })
}
