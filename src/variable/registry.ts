import { Timeline } from '../history/timeline.ts'
import { Track } from '../recorder/track.ts'
import type { Names } from './registry-common.ts'
import { recorderOf, type RegistryOptions } from './registry-options.ts'
import { VariableTable } from './variable-table.ts'
import type { Watch, WatchOptions } from './watch-options.ts'

/** Names → variables, in memory. */
export class Registry<V extends Names = Names> extends VariableTable<V> {
  readonly watch: Watch = ((name: string, initial: unknown, options: WatchOptions<never> = {}) => {
    this.checkWatch(name, options)
    return this.enter(new Track(new Timeline(name)), initial, options)
  }) as unknown as Watch

  constructor(options: RegistryOptions = {}) {
    super(recorderOf('new Registry', options), options)
  }
}
