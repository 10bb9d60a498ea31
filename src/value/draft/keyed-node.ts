import type { Owned } from '../owned.ts'
import type { PathKey } from '../path.ts'
import { eraseRaw, keyAfter, writeRaw } from '../working/raw-places.ts'
import { released } from '../working/release.ts'
import { op } from '../working/row-log.ts'
import type { Adopted } from './adopt.ts'
import { ContainerNode } from './container-node.ts'

/** What objects and Maps have in common: named places in an order. */
export abstract class KeyedNode extends ContainerNode {
  abstract has(key: PathKey): boolean
  /** What stands at a key, as it is; undefined where nothing does. */
  abstract slot(key: PathKey): unknown

  read(key: PathKey): unknown {
    return this.show(key, this.slot(key))
  }

  put(key: PathKey, { raw, node, attach }: Adopted): void {
    const had = this.has(key)
    const old = had ? this.slot(key) : undefined
    if (had && this.stands(key, old, raw, node)) return
    const owned = this.own()
    this.detach(key)
    released(old)
    writeRaw(owned, key, raw)
    this.noteWrite(key)
    this.tell(had ? op.put : op.add, key, raw, old)
    attach?.(this, key)
  }

  /** `put` of what is no object: the usual case, in which nothing is taken in. */
  putPrimitive(key: PathKey, raw: unknown): void {
    const had = this.has(key)
    this.replacePrimitive(key, raw, had, had ? this.slot(key) : undefined)
  }

  /** `putPrimitive` for who knows what stands there. */
  protected replacePrimitive(key: PathKey, raw: unknown, had: boolean, old: unknown): void {
    if (had && Object.is(old, raw)) return
    const owned = this.own()
    if (typeof old === 'object' && old !== null) {
      this.detach(key)
      released(old)
    }
    this.writePrimitive(owned, key, raw)
    this.noteWrite(key)
    this.tell(had ? op.put : op.add, key, raw, old)
  }

  protected abstract writePrimitive(owned: Owned, key: PathKey, raw: unknown): void

  drop(key: PathKey): boolean {
    if (!this.has(key)) return false
    const owned = this.own()
    const old = released(this.slot(key))
    this.detach(key)
    const after = keyAfter(owned.container, key)
    eraseRaw(owned, key)
    this.tell(op.drop, key, after, old)
    return true
  }
}
