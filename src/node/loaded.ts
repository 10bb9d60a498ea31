import type { PortableHistory } from '../history/portable-reader.ts'
import { Timeline } from '../history/timeline.ts'
import { Track } from '../recorder/track.ts'
import { recorderOf } from '../variable/registry-options.ts'
import { VariableTable } from '../variable/variable-table.ts'
import type { Variable } from '../variable/variable.ts'

/** A registry that begins with a history instead of a value. */
class LoadedTable extends VariableTable<Record<string, unknown>> {
  constructor() {
    super(recorderOf('load', {}), {})
  }

  take(track: Track): Variable<unknown> {
    return this.enter(track, undefined, {})
  }
}

/** Makes a live variable, in a registry of its own, of a history that was checked. */
export function loadedVariable(history: PortableHistory): Variable<unknown> {
  const timeline = Timeline.load(history.name, history)
  // What is in memory has nothing to wait for.
  timeline.savedLength = Infinity
  const marks = new Map(history.marks.map(({ name, index }) => [name, index]))
  return new LoadedTable().take(new Track(timeline, marks))
}
