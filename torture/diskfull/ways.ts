/** One way in which room lacks. */
export const ways = ['new', 'closed', 'open', 'bytes', 'read-only'] as const
export type Way = (typeof ways)[number]

export interface Task {
  readonly subject: string
  readonly folder: string
  readonly way: Way
  readonly from: number
  readonly step: number
  /** Itself excluded; the end comes sooner where nothing fails any more. */
  readonly to: number
  readonly plant?: string
}

export interface Told {
  readonly id: string
  readonly problems: readonly string[]
  readonly failed: readonly string[]
}
