import type { EffectiveLine } from '../history/effective-line.ts'
import type { Timeline } from '../history/timeline.ts'

/** The versions that are not on the line of the head, ascending: rollbacks have skipped them. */
export function droppedVersions({ length }: Timeline, line: EffectiveLine): number[] {
  const kept = line.versions(length - 1)
  const dropped: number[] = []
  let next = 0
  for (let index = 0; index < length; index++) {
    if (!line.isVersion(index)) continue
    if (kept[next] === index) next++
    else dropped.push(index)
  }
  return dropped
}
