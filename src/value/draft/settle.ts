import { maxDepth } from '../bounds.ts'
import type { Kept } from '../kept.ts'
import { heightOf, measureOf } from '../measure.ts'
import type { Patch, Path, PathKey, Patches } from '../path.ts'
import { placeText } from '../path-text.ts'
import { refuse, refuseDepth } from '../refuse.ts'
import type { Finish, Node, Outcome } from './node.ts'
import { patchOf } from './row.ts'

/** Ends a recipe's nodes from the root down: seals what changed, and refuses a node that was put into itself. */
export function settle(root: Node): Kept {
  const trail: PathKey[] = []
  const above: Node[] = []
  const { name } = root.session
  const finish: Finish = (node, key) => {
    if (node.outcome !== null && node.outcome !== 'busy') return node.outcome.final
    if (node.isUntouched) return node.base
    trail.push(key)
    if (node.outcome === 'busy') refuseCycle(name, trail, above.indexOf(node))
    if (trail.length >= maxDepth) refuseDepth(name, trail)
    const final = end(node)
    trail.pop()
    return final
  }
  const end = (node: Node): Kept => {
    node.outcome = 'busy'
    above.push(node)
    const outcome: Outcome = node.settle(finish)
    above.pop()
    node.outcome = outcome
    return outcome.final
  }
  return root.isUntouched ? root.base : end(root)
}

function refuseCycle(name: string, trail: Path, length: number): never {
  const target = placeText(name, trail.slice(0, length))
  const advice = 'a cycle has no end; refer to the part by a key instead'
  refuse(name, trail, 'cycle', `a reference back to ${target}`, advice)
}

/** Tells the settled root's changes as patches, each container's own before those inside it. */
export function patchesOf(root: Node): Patches {
  const patches: Patch[] = []
  const tell = (node: Node, path: Path): void => {
    if (node.outcome === null || node.outcome === 'busy') return
    const { rows, carried } = node.outcome
    for (const row of rows) {
      if ('value' in row) checkDepth(node.session.name, 'key' in row ? [...path, row.key] : path, row.value)
      patches.push(patchOf(row, path))
    }
    for (const [key, inner] of carried) tell(inner, [...path, key])
  }
  tell(root, [])
  return Object.freeze(patches)
}

/** What was moved deeper may be too deep there, although each part was not where it came from. */
export function checkDepth(name: string, path: Path, value: Kept): void {
  if (path.length + heightOf(measureOf(value)) > maxDepth) refuseDepth(name, path)
}
