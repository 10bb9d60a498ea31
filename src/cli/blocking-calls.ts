import type { MessagePort } from 'node:worker_threads'
import type { VarveErrorCode } from '../errors.ts'
import type { Moves } from '../store/store.ts'

/** What the thread that talks to a database is given. */
export interface BlockingTask {
  readonly url: string
  readonly schema: string
  /** Its first number is 1 when there is an answer. */
  readonly signal: Int32Array
  readonly calls: MessagePort
  readonly watches: MessagePort
}

/** A call of a store. */
export interface Asked {
  readonly call: string
  readonly args: readonly unknown[]
}

/** What it gave. */
export interface Answer {
  readonly value?: unknown
  readonly error?: { readonly code?: VarveErrorCode; readonly message: string; readonly details?: object }
}

/** A watch that begins, or ends. */
export type WatchAsked = { readonly watch: number; readonly cursor?: string } | { readonly end: number }

/** What a watch tells. */
export type WatchTold = { readonly id: number } & (
  { readonly moves: Moves } | { readonly end: true } | Required<Pick<Answer, 'error'>>
)
