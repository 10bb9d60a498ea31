import { join } from 'node:path'
import type { Case } from '../runner/case.ts'
import { budgets, weigh, weighPage, type Budget } from '../sizes.ts'

const bench = join(import.meta.dirname, '..')

/** What a page would import of the peers that do as much. */
const pages: Readonly<Record<string, string>> = {
  immer: `import { enableMapSet, enablePatches } from 'immer'
    enableMapSet()
    enablePatches()
    export { applyPatches, produceWithPatches } from 'immer'`,
  travels: `export { createTravels } from 'travels'`,
}

const beside: readonly string[][] = [['immer'], ['travels'], []]

/** z: what a page pays, bundled and gzipped. */
export const weight: readonly Case[] = budgets.map((budget, i) => row(budget, beside[i] ?? []))

function row(budget: Budget, peers: readonly string[]): Case {
  const { name, must, stretch } = budget
  return {
    row: `z-${budget.imports === '*' ? 'all' : budget.imports[0]!}`,
    workload: `bundled and gzipped: ${name}`,
    unit: 'bytes',
    candidates: ['varve', ...peers],
    bars: [{ kind: 'at most', must, stretch }],
    once: true,
    async measure(candidate) {
      const page = pages[candidate]
      const { gzipped } = page ? await weighPage(page, bench) : await weigh(budget)
      return { value: gzipped, steps: 1, of: 1 }
    },
  }
}
