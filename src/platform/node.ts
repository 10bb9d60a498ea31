import { AsyncLocalStorage } from 'node:async_hooks'
import { hash, randomBytes } from 'node:crypto'
import type { Ambient, Platform } from './platform.ts'

export const sha256: Platform['sha256'] = text => hash('sha256', text)

export const randomId: Platform['randomId'] = () => randomBytes(8).toString('hex')

export const ambient: Platform['ambient'] = <T>(): Ambient<T> => {
  const storage = new AsyncLocalStorage<T>()
  return { get: () => storage.getStore(), run: (value, fn) => storage.run(value, fn) }
}

export const reportUncaught: Platform['reportUncaught'] = error => {
  if (failures) failures.push(error)
  else
    process.nextTick(() => {
      throw error
    })
}

export const newAbort: Platform['newAbort'] = () => new AbortController()

export const later: Platform['later'] = ms => new Promise(resolve => setTimeout(resolve, ms))

const cell = new Int32Array(new SharedArrayBuffer(4))

export const pause: Platform['pause'] = ms => {
  if (ms > 0) Atomics.wait(cell, 0, 0, ms)
}

/** What went wrong at the end of the process, where no tick follows. */
let failures: unknown[] | undefined
const exits = new Set<() => void>()

// One listener however many repositories are open: Node warns at eleven.
export const onExit: Platform['onExit'] = fn => {
  if (exits.size === 0) process.on('exit', runExits)
  exits.add(fn)
  return () => {
    exits.delete(fn)
    if (exits.size === 0) process.off('exit', runExits)
  }
}

function runExits(): void {
  failures = []
  for (const fn of exits) {
    try {
      fn()
    } catch (error) {
      failures.push(error)
    }
  }
  const all = failures
  failures = undefined
  // process.exit(0) would end in success, whatever is thrown here.
  if (all.length > 0) process.exitCode ||= 1
  if (all.length > 1) throw new AggregateError(all, all.map(String).join('\n'))
  for (const failure of all) throw failure
}
