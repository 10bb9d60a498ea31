import type { Node } from './node.ts'

/** The nodes that stand in one container, by key. Most containers have one: it needs no Map. */
export class KidTable {
  private key: unknown
  private kid: Node | undefined
  private others: Map<unknown, Node> | undefined

  constructor(key: unknown, kid: Node) {
    this.key = key
    this.kid = kid
    this.others = undefined
  }

  get size(): number {
    return (this.kid === undefined ? 0 : 1) + (this.others?.size ?? 0)
  }

  get(key: unknown): Node | undefined {
    if (this.key === key && this.kid !== undefined) return this.kid
    if (this.kid !== undefined && Object.is(this.key, key)) return this.kid
    return this.others?.get(key)
  }

  has(key: unknown): boolean {
    return this.get(key) !== undefined
  }

  set(key: unknown, kid: Node): void {
    if (this.others?.has(key)) this.others.set(key, kid)
    else if (this.kid !== undefined && Object.is(this.key, key)) this.kid = kid
    else this.add(key, kid)
  }

  /** `set` of a key that has none yet. */
  add(key: unknown, kid: Node): void {
    if (this.kid === undefined) {
      this.key = key
      this.kid = kid
    } else {
      this.others ??= new Map()
      this.others.set(key, kid)
    }
  }

  delete(key: unknown): void {
    if (this.kid !== undefined && Object.is(this.key, key)) this.kid = undefined
    else this.others?.delete(key)
  }

  /** All of them, as they are now. */
  entries(): [key: unknown, kid: Node][] {
    const all: [unknown, Node][] = this.others ? [...this.others] : []
    if (this.kid !== undefined) all.push([this.key, this.kid])
    return all
  }
}
