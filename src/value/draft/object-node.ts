import { isSealed, markOf } from '../mark.ts'
import type { Owned } from '../owned.ts'
import type { PathKey } from '../path.ts'
import { setOwn } from '../sealed.ts'
import { KeyedNode } from './keyed-node.ts'

/** A plain object while a recipe runs. */
export class ObjectNode extends KeyedNode {
  get prototype(): object | null {
    return Object.getPrototypeOf(this.raw) as object | null
  }
  has(key: PathKey): boolean {
    return Object.hasOwn(this.raw as object, key as string)
  }
  slot(key: PathKey): unknown {
    const raw = this.raw as Record<string, unknown>
    const slot = raw[key as string]
    if (typeof slot !== 'object' || slot === null || !isSealed(raw)) return slot
    return markOf(raw)?.leaves?.get(key as string) ?? slot
  }
  protected writePrimitive({ container }: Owned, key: PathKey, raw: unknown): void {
    setOwn(container, key as string, raw)
  }
  keys(): string[] {
    return Object.keys(this.raw as object)
  }
}
