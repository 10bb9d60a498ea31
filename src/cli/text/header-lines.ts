import type { Track } from '../../recorder/track.ts'
import { placeText } from '../../value/path-text.ts'
import type { Path } from '../../value/path.ts'
import { marksAt } from '../revision-document.ts'
import type { Colours } from './colours.ts'
import { safeText } from './safe-text.ts'

/** How a header is written. */
export interface HeaderStyle extends Colours {
  readonly timeText: (ms: number) => string
}

/** Writes what is known of a revision beside its value; what was not given has no line. */
export function headerLines(track: Track, index: number, path: Path, style: HeaderStyle): string[] {
  const { bold, dim, timeText } = style
  const { timeline } = track
  const { kind, time, validFrom, validTo, label, comment, creator, targets, transaction, writer } =
    timeline.entry(index)
  const facts: [name: string, value: string | null][] = [
    ['kind', kind],
    ['time', timeText(time)],
    ['creator', creator],
    ['label', label],
    ['comment', comment],
    ['valid from', validFrom === null ? null : timeText(validFrom)],
    ['valid to', validTo === null ? null : timeText(validTo)],
    ['target', targets.map(target => `@${target}`).join(' ')],
    ['marks', marksAt(track, index).join(', ')],
    ['transaction', transaction],
    ['writer', writer],
    ['hash', timeline.hash(index)],
    ['place', path.length > 0 ? placeText(timeline.name, path) : null],
  ]
  const width = Math.max(...facts.map(([name, value]) => (value ? name.length : 0)))
  const lines = facts
    .filter(([, value]) => value)
    .map(([name, value]) => `${dim(name.padEnd(width))}  ${safeText(value!)}`)
  return [bold(safeText(`${timeline.name}@${index}`)), ...lines]
}
