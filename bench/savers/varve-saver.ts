import { mkdtempSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { Registry, type Variable } from 'varve'
import { sqlite } from 'varve/sqlite'
import { changedBy, document } from '../workloads/document.ts'
import type { Save, SavedHistory } from './saver.ts'

/** Varve, sealed in a SQLite file: what its segments take, and the one line that is not in them. Pages and indexes are not counted. */
export const save: Save = async history => {
  const folder = mkdtempSync(join(import.meta.dirname, '../../node_modules/.varve-bench-'))
  try {
    const file = join(folder, 'saved.db')
    sealInto(file, made(history))
    const database = new DatabaseSync(file, { readOnly: true })
    const { bytes } = database
      .prepare(
        'SELECT (SELECT sum(length(body)) FROM segments) + (SELECT sum(length(body)) FROM runs) AS bytes',
      )
      .get() as { bytes: number }
    database.close()
    return bytes
  } finally {
    rmSync(folder, { recursive: true })
  }
}

type Made = Pick<Variable<never>, 'name' | 'export'> & { revision(index: number): { readonly hash: string } }

/** The variable after all that happened. */
export function made({ work, count, number, edits, told }: SavedHistory): Made {
  let now = Date.UTC(2026, 0, 1)
  const registry = new Registry({ clock: { now: () => now } })
  const infoAt = (step: number) => {
    const { label, creator, time } = told?.(step) ?? {}
    now = time ?? now
    return { ...(label !== undefined && { label }), ...(creator !== undefined && { creator }) }
  }
  if (work === 'number') {
    const variable = registry.watch('v', 0)
    for (let step = 0; step < count; step++) variable.set(number(step), infoAt(step))
    return variable
  }
  if (work === 'leaf') {
    const variable = registry.watch('v', document())
    for (let step = 0; step < count; step++)
      variable.update(draft => {
        draft.items[changedBy(step)]!.value = step
      }, infoAt(step))
    return variable
  }
  const variable = registry.watch('v', '')
  for (let step = 0; step < count; step++) variable.splice([], ...edits[step]!, infoAt(step))
  return variable
}

/** Writes the lines of a variable, the last in an append of its own, and seals them. */
export function sealInto(file: string, variable: Made): void {
  const lines = Array.from(variable.export()).filter(line => line.startsWith('{"i":'))
  const store = sqlite(file)
  const headAt = (index: number) => ({ index, hash: variable.revision(index).hash })
  const last = lines.length - 1
  const run = { variable: variable.name, branch: 'main' }
  store.appendSync([
    { runs: [{ ...run, expected: null, lines: lines.slice(0, -1), head: headAt(last - 1) }] },
    { runs: [{ ...run, expected: headAt(last - 1), lines: lines.slice(-1), head: headAt(last) }] },
  ])
  store.sealSync(variable.name, 'main')
  store.closeSync()
}
