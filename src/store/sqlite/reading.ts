import type { StoredBranch } from '../store.ts'
import type { Connection } from './connection.ts'
import { gapsOf } from './gaps.ts'
import { headOf } from './heads.ts'
import { keyframeOf } from './keyframes.ts'
import { linesOfBranch } from './lines.ts'
import { marksOf } from './marks.ts'

/**
 * Reads in one state of the file, however many statements that takes. A savepoint is a transaction of its own where none is
 * open, and part of one that is: that of `exclusivelySync`, or of the owner of a database that was handed in.
 */
export function inOneState<T>(connection: Connection, read: () => T): T {
  connection.statement('SAVEPOINT varve_reading').run()
  try {
    return read()
  } finally {
    release(connection)
  }
}

/** Reads all that there is of a branch, with the lines from an index on. */
export function branchOf(
  connection: Connection,
  variable: string,
  branch: string,
  from: number,
): StoredBranch | undefined {
  const head = headOf(connection, variable, branch)
  return (
    head && {
      head,
      lines: linesOfBranch(connection, variable, branch, from, head.index),
      keyframe: keyframeOf(connection, variable, branch),
      marks: marksOf(connection, variable),
      gaps: gapsOf(connection, variable, branch),
    }
  )
}

function release(connection: Connection): void {
  try {
    connection.statement('RELEASE varve_reading').run()
  } catch {
    // Where a read fails for damage, SQLite may have ended it already.
  }
}
