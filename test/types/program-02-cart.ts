import { watch, transaction, type Draft, type Snapshot } from 'varve'
interface Item {
  sku: string
  price: number
  quantity: number
}
interface Cart {
  items: Item[]
  coupon: string | null
  notes: Map<string, string>
}
const cart = watch<Cart>(
  'cart',
  { items: [], coupon: null, notes: new Map() },
  { undoable: { within: '500 ms' } },
)
const stock = watch('stock', new Map([['apple', 3]]))
function add(item: Item) {
  transaction(
    () => {
      cart.update(c => {
        c.items.push(item)
      }, 'add ' + item.sku)
      stock.update(s => {
        s.set(item.sku, (s.get(item.sku) ?? 0) - item.quantity)
      })
    },
    { creator: 'shop' },
  )
}
const total = (c: Snapshot<Cart>) => c.items.reduce((sum, i) => sum + i.price * i.quantity, 0)
console.log(cart.select(total), total(cart.value))
function double(c: Draft<Cart>) {
  for (const i of c.items) i.quantity *= 2
}
cart.update(double)
if (cart.canUndo) cart.undo()
cart.redo({ steps: 2 })
cart.update(c => ({ ...c, items: c.items.filter(i => i.quantity > 0) }))
// @ts-expect-error
cart.value.items[0].quantity = 3
// @ts-expect-error
cart.update(c => c.items.push({ sku: '', price: 1, quantity: 1 }))
// AWKWARD: a helper that takes the plain type refuses the snapshot because of its arrays
function plainTotal(c: Cart) {
  return c.items.length
}
// @ts-expect-error
plainTotal(cart.value)
