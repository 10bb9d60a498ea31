import type { Timeline } from '../history/timeline.ts'
import type { Step } from '../history/undo-step.ts'
import type { Aim } from './attempt.ts'

/** What an undo or redo aims at; rows are taken back at once, and staged. */
export function aimOf({ present }: Timeline, { way }: Step): Aim {
  return 'back' in way ? { staged: present.takeBack(way.back) } : way
}
