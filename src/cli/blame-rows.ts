import { isVarveError } from '../errors.ts'
import { blame } from '../history/blame.ts'
import { leafPlaces } from '../history/leaf-places.ts'
import type { Timeline } from '../history/timeline.ts'
import type { Track } from '../recorder/track.ts'
import type { Kept } from '../value/kept.ts'
import { pathText } from '../value/parse-path.ts'
import type { Path } from '../value/path.ts'
import { placeAt } from '../value/place-at.ts'
import type { Colours } from './text/colours.ts'
import { readable } from './text/json-value.ts'
import type { Forms } from './text/output-form.ts'
import { isoTime, localTime } from './text/time-text.ts'
import { valueText } from './text/value-text.ts'

/** A place of a value, and the revision that last changed it; undefined where that was forgotten. */
export interface BlameRow {
  readonly path: Path
  readonly value: Kept
  readonly index: number | undefined
}

/** Finds for every place at or below `path` which revision last changed it, as of revision `index`. */
export function* blameRows({ timeline }: Track, index: number, path: Path, value: Kept): Generator<BlameRow> {
  const root = timeline.valueAt(index)
  for (const place of leafPlaces(value, path)) {
    yield { path: place, value: placeAt(root, place).value, index: leftBlame(timeline, place, index) }
  }
}

function leftBlame(timeline: Timeline, place: Path, index: number): number | undefined {
  try {
    return blame(timeline, place, index)
  } catch (error) {
    if (isVarveError(error, 'UNKNOWN_REVISION')) return undefined
    throw error
  }
}

/** How places with their revisions are written. */
export function blameForms({ timeline }: Track, { mark, dim }: Colours): Forms<BlameRow> {
  const entry = ({ index }: BlameRow) => (index === undefined ? undefined : timeline.entry(index))
  const time = (row: BlameRow, text: (ms: number) => string) => {
    const found = entry(row)
    return found ? text(found.time) : ''
  }
  return {
    columns: [
      { title: 'PLACE', text: row => pathText(row.path), gives: 'last' },
      { title: 'VALUE', text: (row, limit) => valueText(row.value, limit), gives: 'first' },
      { title: 'INDEX', text: row => String(row.index ?? 'forgotten'), right: true, dress: mark },
      {
        title: 'TIME',
        text: row => time(row, localTime),
        plain: row => time(row, isoTime),
        dress: dim,
      },
      { title: 'CREATOR', text: row => entry(row)?.creator ?? '', gives: 'last' },
      { title: 'LABEL', text: row => entry(row)?.label ?? '', gives: 'first' },
    ],
    document: row => {
      const found = entry(row)
      return {
        path: pathText(row.path),
        value: readable(row.value),
        index: found?.index ?? null,
        timestamp: found ? isoTime(found.time) : null,
        creator: found?.creator ?? null,
        label: found?.label ?? null,
      }
    },
  }
}
