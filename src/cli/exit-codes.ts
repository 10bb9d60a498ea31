import { isVarveError, type VarveErrorCode } from '../errors.ts'

/** How a command can end, and the code that its process ends with. */
export const exitCodes = {
  ok: 0,
  /** What was compared is not the same. */
  differs: 1,
  /** The command cannot be run as it was written; also what nobody foresaw. */
  usage: 2,
  /** There is no such file, variable, revision or place. */
  notFound: 3,
  /** Another program's change or lock is in the way. */
  conflict: 4,
  /** The file is damaged, of a newer version, or was not made by varve. */
  damaged: 5,
  /** Left to the system: a shell shows it for a program that SIGINT has ended, which no handler may delay. */
  interrupted: 130,
} as const

/** The name of an ending. */
export type Ending = keyof typeof exitCodes

const endings: Partial<Record<VarveErrorCode, Ending>> = {
  UNKNOWN_VARIABLE: 'notFound',
  UNKNOWN_REVISION: 'notFound',
  UNKNOWN_BRANCH: 'notFound',
  OUT_OF_RANGE: 'notFound',
  BUSY: 'conflict',
  CONFLICT: 'conflict',
  MERGE_CONFLICT: 'conflict',
  CORRUPT: 'damaged',
  NOT_OURS: 'damaged',
  TOO_NEW: 'damaged',
}

/** A failure of the command itself; the message is for people and stands on one line. */
export class CommandFailure extends Error {
  readonly ending: Ending

  constructor(ending: Ending, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'CommandFailure'
    this.ending = ending
  }
}

/** Ends a command with an answer that is no failure and has been printed: a difference that was asked for. */
export class Answer extends Error {
  readonly ending: Ending

  constructor(ending: Ending) {
    super(ending)
    this.ending = ending
  }
}

/** Finds the code that a process ends with after an error. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof CommandFailure || error instanceof Answer) return exitCodes[error.ending]
  return exitCodes[(isVarveError(error) && endings[error.code]) || 'usage']
}
