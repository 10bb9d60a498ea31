/** What is needed of an AbortSignal; declared here because not every program has the DOM's types. */
export interface AbortSignalLike {
  readonly aborted: boolean
  readonly reason?: unknown
  addEventListener(type: 'abort', listener: () => void): void
  removeEventListener(type: 'abort', listener: () => void): void
}

/** The runtime's own kind of signal where its types are known, so that it can be handed on to `fetch`. */
export type OwnAbortSignal = typeof globalThis extends { AbortSignal: { prototype: infer S } }
  ? S
  : AbortSignalLike

/** What is needed of an AbortController. */
export interface Abort {
  readonly signal: AbortSignalLike
  abort(reason?: unknown): void
}
