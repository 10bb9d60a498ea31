import type { Track } from './track.ts'

/** Where revisions are now that made way for those of somebody else. */
export interface Places {
  /** The index under which a revision stands now; undefined where it is gone. */
  now(track: Track, index: number): number | undefined
}

/**
 * What a change was meant to do, kept until it is saved: when somebody else was quicker, it is not the result that
 * counts, but what was wanted.
 */
export interface Intent {
  /** Makes the change again on the head that stands now; false where nothing is left to do. Throws what stands against it. */
  again(places: Places): boolean
  /** Whether it is withdrawn instead of made again. */
  readonly isRefused?: boolean
}

/** Of what is never made again. A first revision needs it, to be withdrawn rather than give way to somebody else's. */
export const refusal: Intent = {
  isRefused: true,
  again: () => false,
}
