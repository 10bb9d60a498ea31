import type { Timeline } from '../../history/timeline.ts'
import { overlap } from '../../history/touches.ts'
import { pathText } from '../../value/parse-path.ts'
import { patchInsert, patchValue } from '../../value/patch.ts'
import type { Patch } from '../../value/path.ts'
import type { Kept } from '../../value/kept.ts'
import { OldValues, type Found } from '../old-values.ts'
import { cutTo } from './display-width.ts'
import { safeText } from './safe-text.ts'
import { valueText } from './value-text.ts'

/** More than this many places of one revision are counted, not shown. */
const most = 3
/** Room for one value, in columns. */
const room = 40
const roomForFirst = 72

/**
 * Makes the function that tells in a few words what a revision changed: `total 3 → 5, items +1`. The first revision
 * tells its value.
 */
export function changeTexts(timeline: Timeline): (index: number) => string {
  const olds = new OldValues(timeline)
  return index => {
    if (index === 0) return shortly(timeline.valueAt(0), roomForFirst)
    const patches = timeline.patchesAt(index)
    if (patches.length === 0) return 'no change'
    const shown = patches.slice(0, most).map((patch, i) => {
      // Where an earlier patch of the same revision was there too, what it left is not what stood there before.
      const moved = patches.slice(0, i).some(other => overlap(other.path, patch.path))
      return patchText(patch, moved ? undefined : () => olds.at(index - 1, patch.path))
    })
    const rest = patches.length - shown.length
    return shown.join(', ') + (rest > 0 ? `, … ${rest} more` : '')
  }
}

function patchText(patch: Patch, old: (() => Found) | undefined): string {
  const place = safeText(pathText(patch.path))
  const at = place && `${place} `
  switch (patch.op) {
    case 'add':
      return `+${place}: ${shortly(patchValue(patch))}`
    case 'remove':
      return `-${place}`
    case 'splice':
      return `${at}${counted(patchInsert(patch).length, patch.remove)}`
    case 'text':
      return `${at}${counted(patch.insert.length, patch.remove)} characters`
    case 'replace':
      return `${at}${oldText(old?.())}→ ${shortly(patchValue(patch))}`
  }
}

function oldText(old: Found | undefined): string {
  return old?.found ? `${shortly(old.value)} ` : ''
}

function shortly(value: Kept, columns = room): string {
  return cutTo(valueText(value, columns), columns)
}

function counted(added: number, removed: number): string {
  if (added === 0 && removed === 0) return '±0'
  return [added > 0 && `+${added}`, removed > 0 && `-${removed}`].filter(Boolean).join(' ')
}
