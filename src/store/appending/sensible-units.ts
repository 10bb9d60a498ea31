import { VarveError } from '../../errors.ts'
import type { Run, Unit } from '../store.ts'

/** Fails with `REFUSED` where a unit would break a chain whatever is stored, before anything is kept of any of them. */
export function mustMakeSense(units: readonly Unit[]): void {
  for (const { runs } of units) {
    const twin = secondOfBranch(runs)
    if (twin) throw refused(twin, 'comes twice in one unit; join both runs, or send two units')
    for (const run of runs) {
      const { length } = run.lines
      if (length === 0) throw refused(run, 'holds no lines; leave it out')
      const before = run.expected?.index ?? -1
      if (run.head.index === before + length) continue
      const behind = run.expected ? `behind @${before}` : 'at the beginning'
      throw refused(run, `has ${length} lines ${behind}; its head must be @${before + length}`)
    }
  }
}

/** Finds a run whose branch has one in the same unit already. */
function secondOfBranch(runs: readonly Run[]): Run | undefined {
  if (runs.length < 2) return undefined
  const seen = new Map<string, Set<string>>()
  return runs.find(({ variable, branch }) => {
    const branches = seen.get(variable) ?? new Set<string>()
    if (branches.has(branch)) return true
    seen.set(variable, branches.add(branch))
    return false
  })
}

function refused({ variable, branch, head }: Run, what: string): VarveError<'REFUSED'> {
  const message = `Nothing of the append was kept: the run of ${variable} (${branch}) up to @${head.index} ${what}.`
  return new VarveError('REFUSED', message, {})
}
