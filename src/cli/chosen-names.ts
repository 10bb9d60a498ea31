import { checkName } from '../history/name.ts'
import type { SyncStore } from '../store/store.ts'
import { headPerVariable } from './head-per-variable.ts'
import { unknownVariable } from './read-variable.ts'

/** Gives the variables that were named on the command line, each once; without names all of the file, by name. */
export function chosenNames(store: SyncStore, named: readonly string[]): string[] {
  if (named.length === 0) return headPerVariable(store.headsSync()).map(({ variable }) => variable)
  for (const name of named) {
    checkName(name, 'variable')
    if (!store.headSync(name, 'main')) throw unknownVariable(store, name)
  }
  return [...new Set(named)]
}
