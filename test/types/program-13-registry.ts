import { Registry } from 'varve'

const registry = new Registry<{ score: number; cart: { items: string[] } }>({ clock: { now: () => 0 } })
registry.watch('score', 0)
registry.watch('cart', { items: ['a'] })
registry.get('score').value += 1
const past = registry.snapshot(new Date('2026-01-01'))
export const items: readonly string[] = past.cart.items
const loose = new Registry()
loose.watch('x', 1)
// Without a type for the registry the value is unknown.
export const x: unknown = loose.get('x').value
registry.transaction(() => {
  registry.get('score').value = 3
  registry.get('cart').update(c => {
    c.items.push('b')
  })
}, 'both')
// @ts-expect-error
past.cart.items.push('x')
// @ts-expect-error
registry.get('scroe')
