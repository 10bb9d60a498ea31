/** A record of twelve nodes: itself, seven primitives, and an object of three more. */
export interface TreeRecord {
  readonly id: number
  readonly name: string
  readonly kind: string
  readonly open: boolean
  readonly x: number
  readonly y: number
  readonly note: string | null
  readonly more: { readonly count: number; readonly unit: string; readonly price: number }
}

const changed = [100, 500, 900]

/** A tree of 12,000 nodes: 1,000 records of twelve. */
export function tree(): TreeRecord[] {
  return Array.from({ length: 1_000 }, (_, id) => ({
    id,
    name: `record ${id}`,
    kind: id % 3 === 0 ? 'box' : 'bag',
    open: id % 2 === 0,
    x: id * 1.5,
    y: id / 4,
    note: id % 5 === 0 ? 'fragile' : null,
    more: { count: id % 7, unit: 'kg', price: id + 0.25 },
  }))
}

/** The same with three prices changed; the rest is shared. */
export function changedTree(before: readonly TreeRecord[]): TreeRecord[] {
  return before.map(one =>
    changed.includes(one.id) ? { ...one, more: { ...one.more, price: one.more.price + 1 } } : one,
  )
}
