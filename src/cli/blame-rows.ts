import { blame, leafPlaces } from '../history/blame.ts'
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

/** A place of a value, and the revision that last changed it. */
export interface BlameRow {
  readonly path: Path
  readonly value: Kept
  readonly index: number
}

/** Finds for every place at or below `path` which revision last changed it, as of revision `index`. */
export function* blameRows({ timeline }: Track, index: number, path: Path, value: Kept): Generator<BlameRow> {
  const root = timeline.valueAt(index)
  for (const place of leafPlaces(value, path)) {
    yield { path: place, value: placeAt(root, place).value, index: blame(timeline, place, index) }
  }
}

/** How places with their revisions are written. */
export function blameForms({ timeline }: Track, { mark, dim }: Colours): Forms<BlameRow> {
  const entry = (row: BlameRow) => timeline.entry(row.index)
  return {
    columns: [
      { title: 'PLACE', text: row => pathText(row.path), gives: 'last' },
      { title: 'VALUE', text: (row, limit) => valueText(row.value, limit), gives: 'first' },
      { title: 'INDEX', text: row => String(row.index), right: true, dress: mark },
      {
        title: 'TIME',
        text: row => localTime(entry(row).time),
        plain: row => isoTime(entry(row).time),
        dress: dim,
      },
      { title: 'CREATOR', text: row => entry(row).creator ?? '', gives: 'last' },
      { title: 'LABEL', text: row => entry(row).label ?? '', gives: 'first' },
    ],
    document: row => {
      const { index, time, creator, label } = entry(row)
      return {
        path: pathText(row.path),
        value: readable(row.value),
        index,
        timestamp: isoTime(time),
        creator,
        label,
      }
    },
  }
}
