import { readFileSync } from 'node:fs'

/** How a call is made to fail; what is not here is not. */
export const effects: Readonly<Record<string, readonly string[]>> = {
  pwrite64: ['error=EIO', 'error=ENOSPC', 'retval=0', 'kill', 'half'],
  pread64: ['error=EIO', 'retval=0'],
  fsync: ['error=EIO', 'error=ENOSPC', 'kill'],
  fdatasync: ['error=EIO', 'error=ENOSPC', 'kill'],
  ftruncate: ['error=EIO', 'error=ENOSPC', 'kill'],
  fallocate: ['error=ENOSPC'],
  openat: ['error=EIO', 'error=ENOSPC', 'error=EACCES', 'error=EMFILE', 'kill'],
  unlink: ['error=EIO', 'error=EACCES', 'kill'],
  symlink: ['error=EIO', 'error=ENOSPC', 'error=EACCES', 'kill'],
  readlink: ['error=EIO'],
  fchmod: ['error=EIO', 'error=EPERM', 'kill'],
  access: ['error=EACCES'],
  read: ['error=EIO'],
  mmap: ['error=ENOMEM'],
  fstat: ['error=EIO'],
  stat: ['error=EIO'],
  lstat: ['error=EIO'],
  statx: ['error=EIO'],
  close: ['error=EIO'],
  rename: ['error=EIO', 'error=ENOSPC', 'kill'],
  write: ['error=EIO', 'error=ENOSPC', 'retval=0', 'kill'],
}

/** A call that the scenario made. */
export interface Call {
  readonly name: string
  /** Its place among the calls of that name, from 1. */
  readonly nth: number
  /** Of a write: where it begins, and how many bytes it is. */
  readonly offset: number
  readonly bytes: number
}

/** Reads the calls from what strace wrote down. */
export function callsIn(log: string): Call[] {
  const counts = new Map<string, number>()
  return readFileSync(log, 'utf8')
    .split('\n')
    .flatMap(line => {
      const name = /^(?:\d+\s+)?(\w+)\(/.exec(line)?.[1]
      if (name === undefined || !(name in effects)) return []
      const nth = (counts.get(name) ?? 0) + 1
      counts.set(name, nth)
      const [, bytes = 0, offset = 0] = /, (\d+), (\d+)\)\s+= /.exec(line) ?? []
      return [{ name, nth, offset: Number(offset), bytes: Number(bytes) }]
    })
}

/** One way to fail at one call. */
export interface Position {
  /** `pwrite64:error=EIO`, or `pwrite64:error=EIO+` from there on. */
  readonly kind: string
  /** `pwrite64:error=EIO:12` for once, `…:12+` from there on. */
  readonly id: string
  /** What strace is told. */
  readonly inject: string
  /** The largest size that a file may have, where a write is to be cut in half before the kill. */
  readonly fileSize?: number
}

/** Every way to fail at every call. */
export function positionsOf(calls: readonly Call[]): Position[] {
  return calls.flatMap((call, place) =>
    effects[call.name]!.flatMap(effect => (effect === 'half' ? halves(calls, place) : ways(call, effect))),
  )
}

function ways({ name, nth }: Call, effect: string): Position[] {
  const inject = effect === 'kill' ? `inject=${name}:signal=KILL` : `inject=${name}:${effect}`
  const kind = `${name}:${effect}`
  const once = { kind, id: `${kind}:${nth}`, inject: `${inject}:when=${nth}` }
  return effect === 'kill'
    ? [once]
    : [once, { kind: `${kind}+`, id: `${kind}:${nth}+`, inject: `${inject}:when=${nth}+` }]
}

/** A write that goes farther than any before can be cut by a limit; the kill comes when its rest is tried. */
function halves(calls: readonly Call[], place: number): Position[] {
  const { name, nth, offset, bytes } = calls[place]!
  const fileSize = offset + (bytes >> 1)
  const reached = Math.max(0, ...calls.slice(0, place).map(call => call.offset + call.bytes))
  if (bytes < 2 || fileSize < reached) return []
  const kind = `${name}:half`
  return [{ kind, id: `${kind}:${nth}`, inject: `inject=${name}:signal=KILL:when=${nth + 1}`, fileSize }]
}
