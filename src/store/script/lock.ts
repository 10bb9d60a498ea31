import { lstatSync, readFileSync, readlinkSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs'
import { hasCode } from '../rewriting/file-failure.ts'
import { holderOf, ownToken, stateOf } from './holder.ts'

/** After so many milliseconds a holder that cannot be seen from here (in another container, on another machine) counts as gone. */
const patience = 30_000

/** What this thread holds, and since when: a lock with its token that is not here was left by an `unlink` that failed. */
const held = new Map<string, number>()

/**
 * Takes a lock if it is free: a link that is made in one call, whole, or not at all. It has no end in time, so who was
 * stopped in the midst of a write keeps it; who has died loses it to the next one. False where somebody else holds it.
 */
export function tryLock(lock: string): boolean {
  if (held.has(lock)) return false
  if (!make(lock) && !isLeftover(lock)) {
    if (isStale(lock)) breakLock(lock)
    if (!make(lock)) return false
  }
  held.set(lock, performance.now())
  return true
}

/** Whether a lock that was taken is still there: not where it counted as left, or where somebody took it away. */
export function holdsLock(lock: string): boolean {
  return held.has(lock) && tokenOf(lock) === ownToken
}

/** Gives a lock back. */
export function unlock(lock: string): void {
  const since = held.get(lock) ?? -Infinity
  held.delete(lock)
  try {
    // So early nobody has taken it for one that was left.
    if (performance.now() - since < patience / 2 || tokenOf(lock) === ownToken) unlinkSync(lock)
  } catch {
    // It is found, and taken for ours, the next time.
  }
}

/** Takes away the lock of who is gone. Two who do so at once would take away each other's: so that has a lock of its own. */
function breakLock(lock: string): void {
  const inner = `${lock}-break`
  if (!tryLock(inner)) return
  try {
    if (isStale(lock)) unlinkSync(lock)
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error
  } finally {
    unlock(inner)
  }
}

function isLeftover(lock: string): boolean {
  return tokenOf(lock) === ownToken
}

function isStale(lock: string): boolean {
  const token = tokenOf(lock)
  if (token === undefined) return false
  const holder = holderOf(token)
  const state = holder ? stateOf(holder) : 'unknown'
  return state === 'unknown' ? ageOf(lock) > patience : state === 'gone'
}

function make(lock: string): boolean {
  try {
    symlinkSync(ownToken, lock)
    return true
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false
    if (process.platform !== 'win32' || !hasCode(error, 'EPERM', 'EACCES')) throw error
  }
  try {
    // Windows lets only some make links.
    writeFileSync(lock, ownToken, { flag: 'wx' })
    return true
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false
    throw error
  }
}

/** Undefined where there is no lock. */
function tokenOf(lock: string): string | undefined {
  try {
    return readlinkSync(lock)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    if (!hasCode(error, 'EINVAL', 'UNKNOWN')) throw error
  }
  try {
    return readFileSync(lock, 'utf8')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
}

function ageOf(lock: string): number {
  const stats = lstatSync(lock, { throwIfNoEntry: false })
  return stats ? Date.now() - stats.mtimeMs : 0
}
