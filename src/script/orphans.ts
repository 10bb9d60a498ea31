import { declaredNames } from './declared-names.ts'
import type { SourceText } from './call-name.ts'
import type { SyncStore } from '../store/store.ts'

/**
 * What is kept in a script although nothing in it asks for it any more, whether that has run or not; nothing where that
 * cannot be told.
 */
export function orphansOf(
  source: SourceText,
  store: SyncStore,
  claimed: ReadonlySet<string>,
  called: ReadonlySet<string>,
): readonly string[] {
  try {
    const left = [...new Set(store.headsSync().map(({ variable }) => variable))].filter(
      name => !claimed.has(name),
    )
    if (left.length === 0) return []
    const { places, given, areOpen } = declaredNames(source.parsed(), called)
    return areOpen ? [] : left.filter(name => !places.has(name) && !given.has(name))
  } catch {
    return []
  }
}
