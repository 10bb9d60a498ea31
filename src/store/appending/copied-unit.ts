import type { Unit } from '../store.ts'

/** Takes over all lines before the first one is kept: where a unit cannot be read, nothing of the append is kept. */
export function copiedUnit(unit: Unit): Unit {
  return { ...unit, runs: unit.runs.map(run => ({ ...run, lines: [...run.lines] })) }
}
