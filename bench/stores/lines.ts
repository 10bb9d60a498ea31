import { makeRuns } from 'varve/testing'

/** The lines that all cases keep: as a set of a number gives them, 66 bytes or a few more. */
export function lines(count: number): readonly string[] {
  return makeRuns('x', count, { writer: '0123456789abcdef', bodies: ['12.5'] }).flatMap(run => run.lines)
}
