import type { Abort } from '../abort-signal.ts'

/**
 * The port to the runtime: what `#platform` exports, once for Node (`node.ts`) and once for everybody else
 * (`default.ts`). Nothing else of a runtime is reached from the door.
 */
export interface Platform {
  /** SHA-256 of a text's UTF-8 bytes as 64 hexadecimal digits. */
  sha256(text: string): string
  /** A random id of 16 hexadecimal digits. */
  randomId(): string
  /** A value that follows the running call, and on Node what it awaits. */
  ambient<T>(): Ambient<T>
  /** Reports an error that no caller can receive, as an uncaught one. */
  reportUncaught(error: unknown): void
  /** A new AbortController of the runtime. */
  newAbort(): Abort
  /** Settles after so many milliseconds. */
  later(ms: number): Promise<void>
  /** Holds the thread for so many milliseconds, where that can be done. */
  pause(ms: number): void
  /** Calls `fn` when the program ends or is left; returns the way to take it back. */
  onExit(fn: () => void): () => void
}

/** A value that follows the running call. */
export interface Ambient<T> {
  get(): T | undefined
  run<R>(value: T, fn: () => R): R
}
