import { createHash, randomBytes } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/**
 * Who holds a lock, as a short text: a link holds it, and a short one lies in the folder itself.
 * `varve:PID:START:BOOT:SPACE:HOST:NONCE`; what cannot be told here is `-`.
 */
export interface Holder {
  readonly pid: number
  /** When the process started, so that another one with its number is not taken for it. */
  readonly start: string
  readonly boot: string
  /** Whose numbers of processes these are. */
  readonly space: string
  readonly host: string
  readonly nonce: string
}

const prefix = 'varve:'

/** This very thread of this very process. */
export const ownToken: string = [
  'varve',
  process.pid,
  startOf(process.pid) ?? '-',
  bootId(),
  spaceId(),
  short(hostname()),
  randomBytes(4).toString('hex'),
].join(':')

const own = holderOf(ownToken)!

/** Reads what a lock says; undefined where it was not made here. */
export function holderOf(token: string): Holder | undefined {
  if (!token.startsWith(prefix)) return undefined
  const [, pid, start, boot, space, host, nonce] = token.split(':')
  if (nonce === undefined || !/^\d{1,10}$/.test(pid!)) return undefined
  return { pid: Number(pid), start: start!, boot: boot!, space: space!, host: host!, nonce }
}

/** Whether a holder goes on: `unknown` of a process that cannot be seen from here. */
export function stateOf(holder: Holder): 'alive' | 'gone' | 'unknown' {
  if (holder.host !== own.host) return 'unknown'
  // What ran before the machine started anew is gone.
  if (holder.boot !== own.boot) return 'gone'
  if (holder.space !== own.space) return 'unknown'
  // Another thread of this process may have ended without it.
  if (holder.pid === own.pid && holder.start === own.start)
    return holder.nonce === own.nonce ? 'alive' : 'unknown'
  if (own.start !== '-') {
    const start = startOf(holder.pid)
    return start === holder.start ? 'alive' : 'gone'
  }
  try {
    process.kill(holder.pid, 0)
    return 'alive'
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH' ? 'gone' : 'alive'
  }
}

/** When a process started, in ticks; undefined where there is none, or where it has ended and waits to be noticed. */
function startOf(pid: number): string | undefined {
  const stat = textOf(`/proc/${pid}/stat`)
  // The name of the program, in parentheses, can hold anything.
  const [state, ...rest] = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? []
  return state === undefined || state === 'Z' || state === 'X' ? undefined : rest[18]
}

function bootId(): string {
  return textOf('/proc/sys/kernel/random/boot_id')?.slice(0, 8) ?? '-'
}

function spaceId(): string {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '-'
  } catch {
    return '-'
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

function short(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8)
}
