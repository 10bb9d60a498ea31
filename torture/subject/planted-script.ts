import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import type { Outcome, SyncStore, Unit } from 'varve'

/**
 * `normal`: folders are not synchronised. `swallow`: an append that fails is told as done. `in-place`: a script is written
 * over instead of being replaced.
 */
export const scriptPlants: readonly string[] = ['normal', 'swallow', 'in-place']

/** Plants a defect into this whole process, or around a store. */
export function plantedScript(store: SyncStore, plant: string): SyncStore {
  const { fsyncSync, fstatSync, renameSync, readFileSync, openSync, writeSync, closeSync, unlinkSync } = fs
  if (plant === 'normal') fs.fsyncSync = fd => fstatSync(fd).isDirectory() || fsyncSync(fd)
  if (plant === 'in-place') {
    fs.renameSync = (from, to) => {
      if (!String(from).endsWith('.varve-new')) return renameSync(from, to)
      const bytes = readFileSync(from)
      const fd = openSync(to, 'w')
      for (let at = 0; at < bytes.length; at += 1_024) writeSync(fd, bytes.subarray(at, at + 1_024))
      closeSync(fd)
      unlinkSync(from)
    }
  }
  syncBuiltinESMExports()
  return plant === 'swallow' ? swallowing(store) : store
}

function swallowing(store: SyncStore): SyncStore {
  const done = (units: readonly Unit[]): Outcome[] => units.map(() => ({ ok: true, repeated: false }))
  const appendSync = (units: readonly Unit[]) => {
    try {
      return store.appendSync(units)
    } catch {
      return done(units)
    }
  }
  const own = { appendSync, append: async (units: readonly Unit[]) => appendSync(units) }
  return new Proxy(store, {
    get(target, key) {
      const found: unknown = key in own ? own[key as keyof typeof own] : Reflect.get(target, key)
      return typeof found === 'function' ? (found.bind(target) as unknown) : found
    },
  })
}
