import { mainBranch } from '../../recorder/stored.ts'
import type { Unit } from '../../store/store.ts'
import { readKeyName } from '../key-name.ts'
import { newestLives } from '../stored-keys.ts'
import type { Members } from './members.ts'

/** So many histories are looked at together. */
const atOnce = 100

/**
 * Shows what others have recorded under the name of a collection without showing it: a mapping, a command, an import. What is
 * shown as it stands costs one question.
 */
export async function heal<T extends object>(members: Members<T>): Promise<void> {
  const { store, name } = members
  const unshown = await store.unshown(name, `${name}/`)
  const variables = [...newestLives(name, unshown).keys()]
  for (let at = 0; at < variables.length; at += atOnce) {
    const units = await Promise.all(
      variables.slice(at, at + atOnce).map(variable => unitOf(members, variable)),
    )
    const found = units.filter(unit => unit !== undefined)
    // Of what moved meanwhile another program says more than we know.
    if (found.length > 0) await store.append(found)
  }
}

async function unitOf<T extends object>(members: Members<T>, variable: string): Promise<Unit | undefined> {
  const { key, generation } = readKeyName(members.name, variable)!
  // What is no text is the key of a mapping, and no collection can be asked for it.
  if (typeof key !== 'string') return undefined
  // What a mapping has replaced is never shown again.
  if (generation < ((await members.generationOf(key)) ?? 0)) return undefined
  const shown = await members.whole(key, variable)
  return (
    shown && { runs: [], reads: [{ variable, branch: mainBranch, expected: shown.head }], shown: [shown] }
  )
}
