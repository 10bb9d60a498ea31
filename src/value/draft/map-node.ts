import { mapInside } from '../immutable-map.ts'
import type { Owned } from '../owned.ts'
import type { PathKey } from '../path.ts'
import { seal } from '../sealed.ts'
import { KeyedNode } from './keyed-node.ts'
import type { Walker } from './walker.ts'

/** Up to how many entries are told one by one when all go. */
const atOnce = 8

/** A Map while a recipe runs. */
export class MapNode extends KeyedNode {
  walkers: Set<Walker<PathKey>> | null = null

  get inside(): Map<PathKey, unknown> {
    return mapInside(this.raw as object) as Map<PathKey, unknown>
  }
  get size(): number {
    return this.inside.size
  }
  has(key: PathKey): boolean {
    return this.inside.has(key)
  }
  slot(key: PathKey): unknown {
    return this.inside.get(key)
  }

  override putPrimitive(key: PathKey, raw: unknown): void {
    // Of a great Map each look takes 0.2 µs.
    const old = this.inside.get(key)
    this.replacePrimitive(key, raw, old !== undefined || this.has(key), old)
  }

  protected writePrimitive(_owned: Owned, key: PathKey, raw: unknown): void {
    this.inside.set(key, raw)
  }

  clear(): void {
    if (this.inside.size <= atOnce) for (const key of [...this.inside.keys()].reverse()) this.drop(key)
    else {
      this.detachAll()
      this.replace(seal(new Map()))
      for (const walker of this.walkers ?? []) walker.restart(this.inside.keys())
    }
  }

  protected override onOwned(): void {
    for (const walker of this.walkers ?? []) walker.move(this.inside.size, this.inside.keys())
  }
}
