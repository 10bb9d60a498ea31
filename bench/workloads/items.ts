/** An element of the long arrays. */
export interface Item {
  readonly id: number
  readonly name: string
  value: number
  done: boolean
}

/** So many elements; `value` is what workloads change. */
export function items(count: number): Item[] {
  return Array.from({ length: count }, (_, id) => item(id))
}

/** One element. */
export function item(id: number): Item {
  return { id, name: `item ${id}`, value: -1, done: false }
}
