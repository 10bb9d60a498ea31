import { sha256 as digest } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { Abort } from '../abort-signal.ts'
import type { Ambient, Platform } from './platform.ts'

interface Globals {
  readonly crypto: { getRandomValues(bytes: Uint8Array): Uint8Array }
  readonly reportError?: (error: unknown) => void
  readonly AbortController: new () => Abort
  readonly setTimeout: (fn: () => void, ms: number) => unknown
  readonly addEventListener?: (type: string, fn: () => void) => void
  readonly removeEventListener?: (type: string, fn: () => void) => void
}
const globals = globalThis as unknown as Globals

export const sha256: Platform['sha256'] = text => bytesToHex(digest(utf8ToBytes(text)))

export const randomId: Platform['randomId'] = () =>
  bytesToHex(globals.crypto.getRandomValues(new Uint8Array(8)))

/** Without AsyncLocalStorage the value ends at the first `await`. */
export const ambient: Platform['ambient'] = <T>(): Ambient<T> => {
  let current: T | undefined
  return {
    get: () => current,
    run(value, fn) {
      const outer = current
      current = value
      try {
        return fn()
      } finally {
        current = outer
      }
    },
  }
}

export const reportUncaught: Platform['reportUncaught'] = error => {
  if (globals.reportError) return globals.reportError(error)
  globals.setTimeout(() => {
    throw error
  }, 0)
}

export const newAbort: Platform['newAbort'] = () => new globals.AbortController()

export const later: Platform['later'] = ms => new Promise(resolve => globals.setTimeout(resolve, ms))

/** A page's thread may not wait; nor do others write to what a page keeps while it runs. */
export const pause: Platform['pause'] = () => {}

/** `pagehide` is the last event a page is sure to get. */
export const onExit: Platform['onExit'] = fn => {
  globals.addEventListener?.('pagehide', fn)
  return () => globals.removeEventListener?.('pagehide', fn)
}
