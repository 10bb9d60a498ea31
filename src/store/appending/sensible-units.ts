import { VarveError } from '../../errors.ts'
import type { Run, Unit } from '../store.ts'

/** Fails with `REFUSED` where a unit would break a chain whatever is stored, before anything is kept of any of them. */
export function mustMakeSense(units: readonly Unit[]): void {
  for (const { runs } of units) {
    runs.forEach((run, place) => {
      const twin = runs.findIndex(other => other.variable === run.variable && other.branch === run.branch)
      if (twin < place) throw refused(run, 'comes twice in one unit; join both runs, or send two units')
      const { length } = run.lines
      if (length === 0) throw refused(run, 'holds no lines; leave it out')
      const before = run.expected?.index ?? -1
      if (run.head.index !== before + length) {
        const behind = run.expected ? `behind @${before}` : 'at the beginning'
        throw refused(run, `has ${length} lines ${behind}; its head must be @${before + length}`)
      }
    })
  }
}

function refused({ variable, branch, head }: Run, what: string): VarveError<'REFUSED'> {
  const message = `Nothing of the append was kept: the run of ${variable} (${branch}) up to @${head.index} ${what}.`
  return new VarveError('REFUSED', message, {})
}
