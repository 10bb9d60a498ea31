/** What is asked of Varve in a row; a row may ask for more than one thing. */
export type Bar = Times | AtMost | Growth

/** So many times as good as the best of these peers. */
export interface Times {
  readonly kind: 'times'
  readonly of: readonly string[]
  readonly must: number
  readonly stretch?: number
}

/** No more than this, in the row's unit. */
export interface AtMost {
  readonly kind: 'at most'
  readonly must: number
  readonly stretch?: number
}

/** No more than so many times what a variant of Varve's own run takes. */
export interface Growth {
  readonly kind: 'growth'
  readonly of: string
  readonly must: number
}

/** A bar of the first kind. */
export function times(of: string | readonly string[], must: number, stretch?: number): Times {
  return { kind: 'times', of: [of].flat(), must, ...(stretch !== undefined && { stretch }) }
}
