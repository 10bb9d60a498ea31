import { readSync, writeSync } from 'node:fs'

const PIPE = 3

/** The task that this process was started with. */
export function task<Task>(): Task {
  return JSON.parse(process.argv[2]!) as Task
}

/** Tells the parent; when this returns, the parent will know, whatever becomes of this process. */
export function tell(told: object): void {
  const bytes = Buffer.from(`${JSON.stringify(told)}\n`)
  for (let at = 0; at < bytes.length;) at += writeSync(PIPE, bytes, at)
}

/** Stands still until the parent says something; false when it went away. */
export function wait(): boolean {
  const byte = Buffer.alloc(1)
  do if (readSync(0, byte) === 0) return false
  while (byte[0] !== 0x0a)
  return true
}
