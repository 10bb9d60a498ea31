import { mainBranch } from '../recorder/stored.ts'
import type { NamedHead } from '../store/store.ts'

/** The head of each variable on main; where damage has renamed that branch, the one that stands in its place. */
export function headPerVariable(heads: readonly NamedHead[]): readonly NamedHead[] {
  const found = new Map<string, NamedHead>()
  for (const head of heads) {
    if (head.branch === mainBranch || !found.has(head.variable)) found.set(head.variable, head)
  }
  return [...found.values()]
}
