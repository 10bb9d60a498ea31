import type { SyncStore } from 'varve'
import { isForgetful, isWatchful } from '../../src/store/capabilities.ts'

/** A store that answers later, so that the other way through the outbox is walked too. */
export function slow(store: SyncStore, ms = 1) {
  const later = async <R>(fn: () => R): Promise<R> => {
    await new Promise(resolve => setTimeout(resolve, ms))
    return fn()
  }
  return {
    durability: store.durability,
    sync: false,
    append: (units: Parameters<SyncStore['append']>[0]) => later(() => store.appendSync(units)),
    head: (variable: string, branch: string) => later(() => store.headSync(variable, branch)),
    heads: () => later(() => store.headsSync()),
    read: (...args: Parameters<SyncStore['read']>) => later(() => store.readSync(...args)),
    keyframe: (variable: string, branch: string) => later(() => store.keyframeSync(variable, branch)),
    marks: (variable: string) => later(() => store.marksSync(variable)),
    load: (...args: Parameters<SyncStore['load']>) => later(() => store.loadSync(...args)),
    ...(isForgetful(store) && {
      gaps: (variable: string, branch: string) => later(() => store.gapsSync(variable, branch)),
      forget: (forgetting: Parameters<typeof store.forgetSync>[0]) =>
        later(() => store.forgetSync(forgetting)),
    }),
    ...(isWatchful(store) && { watch: store.watch.bind(store) }),
    close: () => later(() => {}),
  }
}
