import { VarveError } from '../../errors.ts'

/**
 * What is known after an error: `refused` and nothing was kept; `again`, nothing was kept because of others, so it may go well
 * the next time; `unsent`, there was no server to hear of it; `unknown`, it may have been kept.
 */
export type Fate = 'refused' | 'again' | 'unsent' | 'unknown'

/** Serialization failure, deadlock, and a row, schema or table that somebody else has just made, or taken away: what was read is outdated. */
const OUTDATED: ReadonlySet<string> = new Set(['40001', '40P01', '23503', '23505', '42P06', '42P07'])
/** The server is starting or stopping, or has no connection left. */
const NOT_NOW: ReadonlySet<string> = new Set(['57P03', '53300', '53400'])
/** Sent to who is not let in, before anything else was. */
const SHUT_OUT = /^(28|3D)/
/** Classes and codes of a session that ended, also by a commit of which nobody heard. */
const CUT_OFF = /^(08|57P|25P0[345]$|40003$)/
const UNREACHABLE: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENOENT',
])
const LATE_POOL = /timeout exceeded when trying to connect/
const ENDED_POOL = /after calling end on the pool/
const LOST_CONNECTION = /connection|terminated|timeout|queryable|socket|stream|closed/i

/** Tells what an error of `pg`, of the server or of the network leaves open. */
export function fateOf(error: unknown): Fate {
  if (!(error instanceof Error) || error instanceof VarveError) return 'refused'
  const { code, severity } = error as { code?: unknown; severity?: unknown }
  if (typeof code === 'string' && typeof severity === 'string') return fateOfState(code, severity)
  if (typeof code === 'string' && UNREACHABLE.has(code)) return 'unsent'
  if (ENDED_POOL.test(error.message)) return 'refused'
  if (LATE_POOL.test(error.message)) return 'unsent'
  return 'unknown'
}

/** Tells whether it was a server that sent it. */
export function isOfServer(error: unknown): boolean {
  return typeof (error as { severity?: unknown } | null)?.severity === 'string'
}

/** Tells whether a new connection may do better: a mistake of ours would only be made again. */
export function isOfConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code } = error as { code?: unknown }
  return isOfServer(error) || typeof code === 'string' || LOST_CONNECTION.test(error.message)
}

function fateOfState(code: string, severity: string): Fate {
  if (OUTDATED.has(code)) return 'again'
  if (NOT_NOW.has(code)) return 'unsent'
  if (SHUT_OUT.test(code)) return 'refused'
  if (CUT_OFF.test(code)) return 'unknown'
  // Whoever ends the session, or the server, says so in its own language: only a plain error is known to have kept nothing.
  return severity === 'ERROR' ? 'refused' : 'unknown'
}

/** Turns an error into ours, which says what to do; anything else is given back as it is. */
export function explain(error: unknown, place: string): unknown {
  if (!(error instanceof Error) || error instanceof VarveError) return error
  const { message } = error
  const { code = '' } = error as { code?: string }
  if (ENDED_POOL.test(message)) return closed(place, 'its pool has ended: hand in another one', error)
  if (/^(25006|42501|28|3D)/.test(code)) return unwritable(place, error)
  if (code === '53100') return diskFull(place, error)
  if (/^(42P01|42703|42804|3F000)$/.test(code))
    return corrupt(place, `its tables were dropped or changed while it was open: ${message}`, error)
  if (/^(XX00[012]|58030)$/.test(code)) return corrupt(place, message, error)
  if (/^(57014|55P03|53|40|2350[35])/.test(code) || fateOf(error) === 'unsent') return busy(place, error)
  return error
}

/** Makes the error for a write of which nobody can say whether it was kept: it is none of ours, for they all know. */
export function unsettled(place: string, seconds: number, cause: unknown): Error {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new Error(
    `${place} did not answer for ${seconds} seconds (${why}): what was sent may have been kept, or not. Send the same again to know.`,
    { cause },
  )
}

/** Makes the error for a server that could not be asked. */
export function busy(place: string, cause: unknown): VarveError<'BUSY'> {
  const why = cause instanceof Error ? cause.message : String(cause)
  const message = `${place} cannot be had now (${why}); nothing was kept. Try again when the server answers.`
  return new VarveError('BUSY', message, {}, { cause })
}

/** Makes the error for a call after `close`. */
export function closed(
  place: string,
  why = 'open it again to use it',
  cause?: unknown,
): VarveError<'STORE_CLOSED'> {
  return new VarveError('STORE_CLOSED', `${place} is closed: ${why}.`, {}, { cause })
}

/** Makes the error for tables that do not hold what they must. */
export function corrupt(place: string, what: string, cause?: unknown): VarveError<'CORRUPT'> {
  const message = `${place} is damaged (${what}). Restore a backup, or look at its tables with "varve verify" first.`
  return new VarveError('CORRUPT', message, { file: place, offset: null }, { cause })
}

/** Makes the error for a schema that was not made by this store. */
export function notOurs(place: string, why: string): VarveError<'NOT_OURS'> {
  const message = `${place} was not made by varve: ${why}. It was left as it is; choose another schema.`
  return new VarveError('NOT_OURS', message, { file: place })
}

function diskFull(place: string, cause: unknown): VarveError<'DISK_FULL'> {
  const message = `The server has no room left for ${place}; nothing of the append was kept. Make room and try again.`
  return new VarveError('DISK_FULL', message, { file: place }, { cause })
}

function unwritable(place: string, cause: Error): VarveError<'READ_ONLY'> {
  const message = `${place} cannot be opened or written (${cause.message}). Check the database and the rights of its user.`
  return new VarveError('READ_ONLY', message, { file: place }, { cause })
}
