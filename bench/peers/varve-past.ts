import { Registry } from 'varve'
import { changedBy, document } from '../workloads/document.ts'
import type { OpenPast } from './past.ts'

/** Varve, in memory. */
export const openPast: OpenPast = async (work, edits) => {
  const registry = new Registry()
  if (work === 'number') {
    const variable = registry.watch('n', 0)
    return { edit: step => void variable.set(step + 1), visit: version => variable.at(version) }
  }
  if (work === 'leaf') {
    const variable = registry.watch('doc', document())
    return {
      edit(step) {
        variable.update(draft => {
          draft.items[changedBy(step)]!.value = step
        })
      },
      visit: version => variable.at(version).items[changedBy(version)]!.value,
    }
  }
  const variable = registry.watch('text', '')
  return {
    edit(step) {
      const [at, remove, insert] = edits[step]!
      variable.splice([], at, remove, insert)
    },
    visit: version => variable.at(version).length,
  }
}
